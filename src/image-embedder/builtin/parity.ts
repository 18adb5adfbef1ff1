/**
 * Mirroring a picture turns some features into their negatives and leaves the others as they are. Features are parted
 * into these two kinds (even and odd), and the odd ones count only up to the sign that they all share, so that a
 * picture and its mirror image have one descriptor, and no decision is taken which of the two is the right way round:
 * a decision could turn over by a trifle.
 */

/**
 * Where odd features o and p are of pictures that may be mirrored, o oᵀ / |o| is the same for o and −o, and keeps all
 * else: ⟨o oᵀ, p pᵀ⟩ = ⟨o, p⟩². Gives its n (n + 1) / 2 distinct entries, those off the diagonal times √2, so that
 * the dot product is that of the whole matrices. Its length is |o|. Zeros for zeros.
 */
export function signless(odd: ArrayLike<number>): Float32Array {
  const n = odd.length;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += odd[i]! ** 2;
  const product = new Float32Array((n * (n + 1)) / 2);
  if (squares === 0) return product;
  const factor = 1 / Math.sqrt(squares);
  let at = 0;
  for (let i = 0; i < n; i++) {
    product[at++] = odd[i]! ** 2 * factor;
    for (let j = i + 1; j < n; j++) product[at++] = Math.SQRT2 * odd[i]! * odd[j]! * factor;
  }
  return product;
}
