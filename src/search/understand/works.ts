import type { PeopleField } from "./people.ts";
import { list } from "./wording.ts";

/** What somebody is known for. */
export interface KnownWorks {
  readonly person: string;
  readonly field: PeopleField;
  readonly titles: readonly string[];
  /** All of each title's franchise is theirs, as for the author of a manga; a director made the one. */
  readonly whole: boolean;
}

/**
 * Directors and what they made. Staff is what catalogues lack most: of 25,000 entries some 900 name a director. So people
 * who are asked for by name bring their best-known works along; works that a catalogue lacks count for nothing.
 */
const DIRECTORS: Readonly<Record<string, string>> = {
  "Hayao Miyazaki":
    "Spirited Away, Princess Mononoke, My Neighbor Totoro, Kiki's Delivery Service, Tenkuu no Shiro Laputa, Howl no Ugoku Shiro, Gake no Ue no Ponyo, Kurenai no Buta, Kaze no Tani no Nausicaä, Kaze Tachinu, Lupin III: Cagliostro no Shiro, Mirai Shounen Conan, The Boy and the Heron, Meitantei Holmes, On Your Mark",
  "Isao Takahata":
    "Hotaru no Haka, Omohide Poroporo, Heisei Tanuki Gassen Ponpoko, Kaguya-hime no Monogatari, Hoohokekyo Tonari no Yamada-kun, Alps no Shoujo Heidi, Haha wo Tazunete Sanzenri, Akage no Anne, Cello Hiki no Gauche, Jarinko Chie, Panda Kopanda",
  "Makoto Shinkai":
    "Kimi no Na wa., Tenki no Ko, Suzume no Tojimari, Byousoku 5 Centimeter, Kotonoha no Niwa, Kumo no Mukou Yakusoku no Basho, Hoshi wo Ou Kodomo, Hoshi no Koe, Dareka no Manazashi, Kanojo to Kanojo no Neko, Cross Road",
  "Satoshi Kon": "Perfect Blue, Paprika, Tokyo Godfathers, Sennen Joyuu, Mousou Dairinin",
  "Mamoru Hosoda":
    "Toki wo Kakeru Shoujo, Summer Wars, Ookami Kodomo no Ame to Yuki, Bakemono no Ko, Mirai no Mirai, Ryuu to Sobakasu no Hime, Digimon Adventure: Bokura no War Game!",
  "Mamoru Oshii":
    "Ghost in the Shell, Ghost in the Shell 2: Innocence, Kidou Keisatsu Patlabor the Movie, Kidou Keisatsu Patlabor 2 the Movie, Tenshi no Tamago, The Sky Crawlers, Urusei Yatsura 2: Beautiful Dreamer, Gosenzo-sama Banbanzai!, Dallos",
  "Shinichiro Watanabe":
    "Cowboy Bebop, Cowboy Bebop: Tengoku no Tobira, Samurai Champloo, Space Dandy, Sakamichi no Apollon, Zankyou no Terror, Carole & Tuesday, Macross Plus, Lazarus",
  "Hideaki Anno":
    "Neon Genesis Evangelion, The End of Evangelion, Evangelion: 1.0 You Are (Not) Alone, Evangelion: 2.0 You Can (Not) Advance, Evangelion: 3.0 You Can (Not) Redo, Evangelion: 3.0+1.0 Thrice Upon a Time, Top wo Nerae!, Fushigi no Umi no Nadia, Kareshi Kanojo no Jijou",
  "Masaaki Yuasa":
    "Mind Game, Devilman Crybaby, Ping Pong the Animation, Yojouhan Shinwa Taikei, Eizouken ni wa Te wo Dasu na!, Yoru wa Mijikashi Arukeyo Otome, Yoake Tsugeru Lu no Uta, Kimi to Nami ni Noretara, Inu-Ou, Kaiba, Kemonozume, Nihon Chinbotsu 2020, Kick-Heart",
  "Naoko Yamada":
    "Koe no Katachi, K-On!, K-On!!, K-On! Movie, Tamako Market, Tamako Love Story, Liz to Aoi Tori, Heike Monogatari, Kimi no Iro",
  "Kunihiko Ikuhara":
    "Shoujo Kakumei Utena, Mawaru Penguindrum, Yuri Kuma Arashi, Sarazanmai, Bishoujo Senshi Sailor Moon S",
  "Katsuhiro Otomo": "Akira, Steamboy, Robot Carnival, Meikyuu Monogatari",
  "Osamu Dezaki":
    "Ashita no Joe, Ashita no Joe 2, Ace wo Nerae!, Versailles no Bara, Takarajima, Black Jack, Cobra, Oniisama e..., Ie Naki Ko, Air Movie, Clannad Movie",
  "Yoshiyuki Tomino":
    "Mobile Suit Gundam, Mobile Suit Zeta Gundam, Mobile Suit Gundam ZZ, Mobile Suit Gundam: Char's Counterattack, Densetsu Kyojin Ideon, Seisenshi Dunbine, Kidou Senshi Victory Gundam, Turn A Gundam, Overman King Gainer, Sentou Mecha Xabungle, Gundam: G no Reconguista, Brain Powerd",
  "Akiyuki Shinbo":
    "Mahou Shoujo Madoka Magica, Bakemonogatari, Sayonara Zetsubou Sensei, Hidamari Sketch, Maria Holic, Arakawa Under the Bridge, 3-gatsu no Lion, Nisekoi, Pani Poni Dash!, Negima!?, The SoulTaker",
  "Gorou Taniguchi":
    "Code Geass, Code Geass: Hangyaku no Lelouch R2, Planetes, Infinite Ryvius, GUN x SWORD, s.CRY.ed, One Piece Film: Red, Back Arrow",
  "Kenji Kamiyama":
    "Ghost in the Shell: Stand Alone Complex, Ghost in the Shell: Stand Alone Complex 2nd GIG, Seirei no Moribito, Higashi no Eden, 009 Re:Cyborg, Napping Princess",
  "Tatsuya Ishihara":
    "Suzumiya Haruhi no Yuuutsu, Clannad, Clannad: After Story, Kanon (2006), Nichijou, Hibike! Euphonium, Hibike! Euphonium 2, Chuunibyou demo Koi ga Shitai!",
  "Hiroyuki Imaishi":
    "Tengen Toppa Gurren Lagann, Kill la Kill, Promare, Panty & Stocking with Garterbelt, Dead Leaves, Cyberpunk: Edgerunners",
  "Shuukou Murase": "Ergo Proxy, Witch Hunter Robin, Gangsta., Kidou Senshi Gundam: Senkou no Hathaway",
  "Yoshiaki Kawajiri":
    "Ninja Scroll, Vampire Hunter D: Bloodlust, Wicked City, Demon City Shinjuku, Cyber City Oedo 808",
  Rintaro: "Galaxy Express 999 Movie, Metropolis, Genma Taisen, Kamui no Ken, Yona Yona Penguin",
  "Hiromasa Yonebayashi": "Karigurashi no Arrietty, Omoide no Marnie, Mary to Majo no Hana",
  "Goro Miyazaki": "Gedo Senki, Kokurikozaka kara, Sanzoku no Musume Ronja, Aya to Majo",
  "Tetsurou Araki":
    "Death Note, Shingeki no Kyojin, Highschool of the Dead, Koutetsujou no Kabaneri, Guilty Crown, Bubble",
  "Mari Okada": "Sayonara no Asa ni Yakusoku no Hana wo Kazarou, Alice to Therese no Maboroshi Koujou",
  "Tsutomu Mizushima":
    "Shirobako, Girls und Panzer, xxxHOLiC, Another, Prison School, Joshiraku, Ika Musume, Genshiken 2",
  "Shouji Kawamori":
    "Macross Frontier, Tenkuu no Escaflowne, Sousei no Aquarion, Macross 7, Macross: Do You Remember Love?, AKB0048",
  "Koji Yamamura": "Atama Yama, Inaka Isha, Muybridge no Ito",
  "Osamu Tezuka": "Onboro Film, Jumping, Aru Machikado no Monogatari, Tenrankai no E, Mori no Densetsu",
  "Masayuki Kojima": "Monster, Made in Abyss, Piano no Mori, Master Keaton",
  "Hiroshi Nagahama": "Mushishi, Mushishi Zoku Shou, Aku no Hana, Detroit Metal City",
  "Ryutaro Nakamura":
    "Serial Experiments Lain, Kino no Tabi: The Beautiful World, Ghost Hound, Sakura Wars: The Movie",
  "Takahiro Omori":
    "Durarara!!, Baccano!, Natsume Yuujinchou, Hotarubi no Mori e, Samurai Flamenco, Koi Kaze",
};

/** Who thought it up: authors of manga and novels, writers of originals. */
const AUTHORS: Readonly<Record<string, string>> = {
  "Osamu Tezuka":
    "Black Jack, Tetsuwan Atom, Jungle Taitei, Hi no Tori, Dororo, Ribbon no Kishi, Metropolis, Umi no Triton, Ambassador Magma",
  "Rumiko Takahashi": "Inuyasha, Ranma ½, Urusei Yatsura, Maison Ikkoku, Kyoukai no Rinne, Mermaid Forest",
  "Naoki Urasawa": "Monster, Master Keaton, Yawara!, Pluto",
  Clamp:
    "Cardcaptor Sakura, Chobits, Tsubasa Chronicle, xxxHOLiC, Magic Knight Rayearth, X, Angelic Layer, Tokyo Babylon, Kobato., Code Geass",
  "Akira Toriyama": "Dragon Ball, Dr. Slump: Arale-chan, Sand Land",
  "Eiichiro Oda": "One Piece",
  "Masashi Kishimoto": "Naruto",
  "Tite Kubo": "Bleach, Burn the Witch",
  "Yoshihiro Togashi": "Hunter x Hunter, Yuu Yuu Hakusho, Level E",
  "Hiromu Arakawa": "Fullmetal Alchemist, Gin no Saji, Arslan Senki, Hyakushou Kizoku",
  "Takehiko Inoue": "Slam Dunk, Vagabond",
  "Naoko Takeuchi": "Sailor Moon",
  "Junji Ito": "Itou Junji: Collection, Gyo, Uzumaki, Itou Junji: Maniac",
  "Leiji Matsumoto":
    "Uchuu Senkan Yamato, Ginga Tetsudou 999, Uchuu Kaizoku Captain Harlock, Interstella5555, Queen Millennia",
  "Go Nagai": "Mazinger Z, Devilman, Cutey Honey, Getter Robo, UFO Robo Grendizer, Great Mazinger",
  "Mitsuru Adachi": "Touch, Cross Game, H2, Mix: Meisei Story, Miyuki, Hiatari Ryoukou!",
  "Ai Yazawa": "Nana, Paradise Kiss, Gokinjo Monogatari",
  "Shirow Masamune": "Ghost in the Shell, Appleseed, Black Magic M-66, Dominion",
  "Hirohiko Araki": "JoJo no Kimyou na Bouken, Kishibe Rohan wa Ugokanai",
  "Gen Urobuchi": "Mahou Shoujo Madoka Magica, Psycho-Pass, Fate/Zero, Suisei no Gargantia",
  "Jun Maeda": "Clannad, Kanon, Air, Angel Beats!, Charlotte, Little Busters!, Kamisama ni Natta Hi",
  "Nisio Isin": "Bakemonogatari, Katanagatari, Medaka Box, Zaregoto Series",
  "Tatsuki Fujimoto": "Chainsaw Man, Look Back",
  "Gege Akutami": "Jujutsu Kaisen",
  "Hajime Isayama": "Shingeki no Kyojin",
  "Inio Asano": "Dead Dead Demon's Dededede Destruction",
  "Fujiko F. Fujio": "Doraemon, Obake no Q-tarou, Perman, Kiteretsu Daihyakka, Esper Mami, 21 Emon",
  "Shotaro Ishinomori": "Cyborg 009, Sarutobi Ecchan, Kikaider, Genma Taisen",
  "Riyoko Ikeda": "Versailles no Bara, Oniisama e...",
  "Yukito Kishiro": "Gunnm",
  "Kentaro Miura": "Berserk",
  "Kouhei Horikoshi": "Boku no Hero Academia",
  "Natsuki Takaya": "Fruits Basket",
};

export const KNOWN_WORKS: readonly KnownWorks[] = [
  ...known(DIRECTORS, "directors", false),
  ...known(AUTHORS, "original_creators", true),
];

function known(
  table: Readonly<Record<string, string>>,
  field: PeopleField,
  whole: boolean,
): readonly KnownWorks[] {
  return Object.entries(table).map(([person, titles]) => ({ person, field, titles: list(titles), whole }));
}
