import { type Concept, tableOf } from "./genres.ts";

/**
 * Who is in a story: characters as people call them, and what in the catalogue tells of them. As THEMES in notation
 * (genres.ts, wording.ts): `phrases | tags | words | words where there are no tags`.
 */
export const ARCHETYPES: readonly Concept[] = tableOf("theme", {
  // How somebody is
  Tsundere:
    "tsundere, tsun, tsuntsun, tsundre, tsunderes, hot and cold (girl/heroine/love interest), (mean/cold) (to him/to her/) but secretly (sweet/nice/loves him/likes him), ツンデレ | Tsundere | tsundere | ",
  Yandere:
    "yandere, yanderes, yandare, (obsessive/possessive/obsessed/psycho/crazy) (girlfriend/lover/girl/boyfriend/love interest), crazy in love, obsessive love, obsessed with him, obsessed with her, (kill/kills/killing/murder/murders) for love, ヤンデレ | Yandere | yandere | ",
  Kuudere:
    "kuudere, kudere, coodere, deadpan, deadpan (girl/heroine/face/character/humor), emotionless, emotionless (girl/heroine/character), expressionless, stone faced, poker face, monotone, aloof (girl/heroine), (cold/quiet/stoic/icy) (girl/heroine/beauty), ice queen, クーデレ | Kuudere, Stoic Heroine | kuudere, emotionless, expressionless, deadpan | ",
  Dandere:
    "dandere, shy, timid, (shy/timid/bashful/meek) (girl/heroine/protagonist/boy/guy/mc), painfully shy, wallflower, shrinking violet, comes out of her shell, soft spoken (girl/boy) | Dandere, Shy, Heroine of Weak Character | timid, shy | ",
  Stoics:
    "stoic, stoic (mc/protagonist/hero/swordsman/man/lead/male lead), silent protagonist, strong silent type, cool mc, badass mc, badass, calm and collected, cool headed (mc/protagonist) | Stoic Hero, Stoic Heroine, Hero of Strong Character | stoic | ",
  Crybabies:
    "crybaby, cry baby, coward, cowardly, cowardly (mc/protagonist/hero), cries a lot, scaredy cat, wimp, wimpy, spineless, timid hero, lacks confidence, low self esteem, no self confidence | Hero of Weak Character, Heroine of Weak Character | crybaby, coward, cowardly, wimp, timid | ",
  "Ojou-sama":
    "ojou sama, ojousama, ojou, ojosama, rich girl, haughty (rich/) (girl/lady), snobby (rich/) girl, spoiled rich girl, spoiled princess, (ohohoho/oho ho ho/ojou sama) laugh, (rich/wealthy) (heiress/young lady), heiress, wealthy girl, high class girl, drill hair, lady of the house, 令嬢, お嬢様 | Ojou-sama | heiress | ",
  Delusionals:
    "chuunibyou, chunibyo, chuuni, chunni, chuunibyo, eighth grader syndrome, middle school syndrome, 8th grade syndrome, delusional, delusions, delusional (teen/teenager/kid/girl/boy), thinks (he/she) has (secret/special/) powers, think they have (secret/special/) powers, delusions of grandeur, 中二病 | Chuunibyou | chuunibyou, chuuni | delusional, delusion ",
  Genki:
    "genki, genki girl, energetic (girl/heroine), hyperactive (girl/heroine), bubbly (girl/heroine), manic pixie dream girl, ditzy, airhead, airheaded, scatterbrained, ditz | Genki, Baka, Airhead | energetic, cheerful, airheaded, ditzy | ",
  Idiots:
    "idiot, dumb (mc/protagonist/characters/hero/boys/girls), stupid (mc/protagonist/characters), dumbass, himbo, bimbo, being idiots, being stupid, being dumb, doing stupid (stuff/things/shit), idiots doing idiotic things, dumb fun, bakas | Baka | idiot, idiotic | stupid",
  Perverts:
    "pervert, perverted (mc/protagonist/main character/hero), pervy (mc/protagonist), horny, horny (mc/protagonist), lecher, lecherous | Sexual Fantasies, Pervert | pervert, perverted, lecherous | ",
  Sadists:
    "sadist, sadistic, sadistic (girl/mc/teacher), masochist, masochistic, dominatrix | Sadism, Masochism, Dominatrix, BDSM | sadist, sadistic, masochist, masochistic | ",
  Teasing:
    "teasing, tease, teases, teasing (girl/girlfriend/her crush), (girl/girls) (teases/teasing) (a/the/) (boy/guy), gets teased, bully romance | | tease, teased, teasing | ",
  Genius:
    "genius, prodigy, prodigies, (smart/intelligent/genius/clever/brilliant/highly intelligent/super smart) <lead>, intellectual mc, high iq (mc/protagonist/), big brain (mc/), child prodigy, 天才 | Genius, Prodigy | genius, prodigy | ",
  Masterminds:
    "mastermind, (manipulative/scheming/calculating/cunning/machiavellian) <lead>, manipulator, manipulative, manipulation, schemer, battle of wits, battles of wits, war of wits, strategist, tactician, strategic mind, (always/) (one/two/three/ten/several/many) steps ahead (of everyone/of everybody/), outsmart, outsmarts everyone, outwit, cat and mouse, cat and mouse game, (cat/game) of cat and mouse, just as planned, keikaku | Just As Planned, Battle of Wits, Strategic Minds, Mind Games, Strategy | mastermind, strategist, outwit, outsmart | strategy",
  Psychopaths:
    "psychopath, sociopath, psychopathic, psychotic, (insane/crazy/unhinged/psychopathic/mad) <lead>, insanity, madness, insane, lunatic, unhinged, maniac, descent into madness, goes insane | Psychotic, Insanity | psychopath, psychopathic, sociopath, insane, insanity, madness | ",
  Loners:
    "loner, (loner/lonely/outcast/antisocial/introverted/friendless/gloomy) <lead>, outcast, introvert, introverted, socially awkward, awkward (mc/protagonist), social anxiety, socially inept, communication disorder, asocial, antisocial, friendless, lonely, loneliness, 陰キャ, ぼっち | Hikikomori, NEET, Social Anxiety, Loneliness | loner, outcast, introverted, friendless, antisocial | lonely, loneliness",
  Hikikomori:
    "hikikomori, shut in, neet, recluse, recluses, never leaves (his/her) room, never leaves the house, jobless (mc/loser), unemployed, basement dweller, lazy (mc/protagonist/hero), slacker, 引きこもり, ニート | Hikikomori, NEET | hikikomori, neet, recluse, unemployed, slacker | ",
  Stalkers:
    "stalker, stalking, stalked, (stalker/stalking) (girl/girlfriend), ストーカー | Stalker | stalker, stalking, stalked | ",
  "Split Personality":
    "split personality, multiple personalities, split personalities, multiple personality, dual personality, double personality, alter ego, dissociative identity, dissociative identities, 二重人格 | Dissociative Identities | |  ",
  "Double Lives":
    "double life, double lives, secret identity, secret identities, hidden identity, hides (his/her) (true/) identity, hiding (his/her) identity, leads a double life | Secret Identity | secret identity, double life | ",
  Misunderstood:
    "scary face, scary looking (boy/guy/mc), looks scary, gentle giant, misunderstood (mc/protagonist/delinquent/), resting bitch face, intimidating (mc/guy/looking) | | misunderstood, scary face, intimidating | ",

  // The one in the middle
  "Anti-Hero":
    "anti hero, antihero, antiheroes, anti heroes, anti villain, evil <lead>, villain <lead>, villainous <lead>, villain is the (protagonist/main character/hero/mc), (protagonist/main character/mc/hero) is the (villain/bad guy), bad guy (protagonist/mc/hero), villain as (the/) (protagonist/main character), (from the/) villains (perspective/point of view/pov), morally (grey/gray/ambiguous/questionable) (<lead>/), ruthless <lead>, cold blooded <lead>, edgy (mc/protagonist/main character), dark hero, the hero is the villain, bad guys win | Anti-Hero, Antihero | antihero | ",
  Villains:
    "villain, villains, supervillain, evil organization, evil organisation, bad guys, baddie, evil overlord, evil mastermind, great villain, good villain, memorable villain, 悪役 | Anti-Hero, Antihero, Supervillains, World Domination | villain, supervillain | evil",
  Villainess:
    "villainess, villainesses, reincarnated as a villainess, reincarnated as the villainess, otome game villainess, villainous noblewoman, 悪役令嬢 | Villainess | villainess, noblewoman | ",
  "Overpowered Protagonist":
    "(op/overpowered/over powered/overpower/broken/god tier/godlike/almighty/invincible/unbeatable/strongest/undefeatable/cheat/too strong/insanely strong/super strong) <lead>, overpowered, overpowered op, too strong, op from the start, already op, one shots everyone, strongest in the world, strongest ever, no one can beat (him/), nobody can beat (him/), secretly (op/overpowered/strong/powerful), hides (his/her) (power/strength/true power), hiding (his/her) power, cheat (skill/power/ability), 俺tuee, 最強, 無双 | Overpowered Main Characters, Nearly Almighty Protagonist, Almighty Hero, Almighty Heroine, Cheats | overpowered, strongest, invincible | ",
  "Weak to Strong":
    "weak to strong, zero to hero, underdog, weakling, (weak/weakest/powerless/underdog/useless/talentless) <lead>, (weakest/weak) (becomes/become/turned/turns/to) (the/) strongest, starts (out/off/) weak, starts from (zero/nothing/the bottom), (gets/becomes/becoming/getting/grows/growing/turns) (stronger/strong), from weak to strong, rags to riches, from zero, bottom of the class, dropout, nobody believes in him, power progression, level up, leveling up, levelling up, levels up | Weak to Strong, Zero to Hero, Hero of Weak Character, Hard Work and Guts, Aim For The Top | weakest, weakling, underdog, powerless | ",
  "Strong Female Lead":
    "(strong/badass/kickass/kick ass/independent/tough/powerful/fierce/strong willed/strong independent/cool/competent/capable/fearless/bad ass) <girls>, (strong/badass/powerful/kickass/competent) female (lead/protagonist/character/main character/mc/characters), strong mc female, (warrior/fighter/fighting) (girl/woman/women/princess), female (warrior/hero/fighter), amazon, girl boss, girlboss, women who kick ass, girls who kick ass, girl power, action girl, action heroine | Strong Female Lead, Heroine of Strong Character, Stoic Heroine, Almighty Heroine | | ",
  "Female Protagonist":
    "female protagonist, female lead, heroine, female main character, female mc, female main, girl (protagonist/lead/main character/mc), (woman/women/lady) (protagonist/lead/main character), female main lead, female pov, about a woman, (protagonist/main character/mc/lead) is (a/) (girl/woman/female), girl as (the/) (main character/protagonist/mc), led by women | Female Protagonist, Strong Female Lead | | ",
  "Male Protagonist":
    "male protagonist, male lead, male mc, male main character, (protagonist/main character/mc/lead) is (a/) (boy/guy/man/male) | Male Protagonist, Strong Male Lead | | ",
  "Chosen Ones":
    "chosen one, chosen hero, legendary hero, summoned hero, summoned as (a/the) hero, hero of legend, destined hero, destined to save the world, saving the world, save the world, saves the world, 勇者 | The Chosen One!, Prophecy, Saving the World | prophecy, prophesied, chosen hero | ",
  "Reluctant Heroes":
    "reluctant hero, unwilling hero, accidental hero, wrongly summoned, (just/only) wants (a/to live a/) (quiet/peaceful/normal) life, wants to be (normal/left alone) | Reluctant Hero, Reluctant Heroine | reluctant, reluctantly | ",
  "Side Characters":
    "(mob/background/side/extra) (character/mc/protagonist), background character protagonist, extra in a novel, npc, npcs | | npc, mob character | ",

  // Who they are together
  "Female Cast":
    "all female cast, female cast, (mostly/all/only/predominantly/primarily/entirely) (female/girl/girls/women) (cast/characters/), group of girls, girls only | Primarily Female Cast, Predominantly Female Cast | | ",
  "About Girls":
    "(with/about/featuring/starring) (girls/women/female characters/schoolgirls) | Primarily Female Cast, Predominantly Female Cast, Female Protagonist, All Girls School, Cute Girls Doing Cute Things | girls, schoolgirls, women, high school girl | ",
  "About Boys":
    "(with/about/featuring/starring) (boys/guys/men/male characters) | Primarily Male Cast, Predominantly Male Cast, All-Boys School, Cute Boys Doing Cute Things | boys, men, guys, high school boy | ",
  "Male Cast":
    "all male cast, male cast, (mostly/all/only/predominantly/primarily/entirely) (male/boy/boys/guys/men) (cast/characters/), group of (boys/guys), boys only, just guys being dudes, bros being bros, guys being guys, boys being (idiots/boys/stupid), boys hanging out | Primarily Male Cast, Predominantly Male Cast, Cute Boys Doing Cute Things | | ",
  "Cute Boys": "cute boys doing cute things, cute boy, cbdct | Cute Boys Doing Cute Things | | ",
  "Adult Cast":
    "(adult/grown up/grownup/mature/grown) (cast/character/protagonist/lead/main character/mc/main cast/couple/people/leads/mcs), adult, about adults, about grown ups, characters who are adults, grown up, grownup, (adult/grown) (woman/man/women/men), twenty something, twentysomething, thirty something, in their (twenties/thirties/20s/30s/forties/40s), 20 something, 30 something, college age or older, past high school, adult problems, mature (protagonist/mc/lead/people) | Adult Cast, Primarily Adult Cast, Predominantly Adult Cast, Working Life, Workplace, Adult Couples | | ",
  "Teen Cast":
    "(teen/teenage/teenaged) (cast/characters/protagonist/lead/drama), teen drama, about teenagers, teenage problems | Primarily Teen Cast | | ",
  "Child Cast":
    "(child/kid/little kid/children/childrens) (cast/protagonist/main character/mc/hero/lead/protagonists), (protagonist/main character/mc/lead) is a (child/kid/little girl/little boy), (protagonists/main characters/leads) are (little/) (children/kids), about (little/) (children/kids), kids as main characters, young (protagonist/mc/hero), preteen, child heroes | Primarily Child Cast, Child Protagonists, Elementary School, Child Soldier | | ",
  "Ensemble Cast":
    "ensemble cast, ensemble, large cast, huge cast, big cast, multiple protagonists, multiple main characters, many main characters, multiple povs | Ensemble Cast | | ",
  "Found Family":
    "found family, chosen family, makeshift family, family of choice, become a family, pretend family, fake family, misfits become family | Found Family | | ",
  "Nonhuman Protagonists":
    "(non human/nonhuman/monster/inhuman/not human/slime/skeleton) (protagonist/mc/main character/lead/hero), (protagonist/main character/mc/hero) (isnt/is not) (even/) human, (protagonist/main character/mc) is (a/) (monster/not human/non human/robot/demon/slime/animal/skeleton), (reborn/reincarnated/reincarnates/reincarnation) as a (monster/slime/spider/dragon/sword/animal/vending machine/skeleton) | Non-Human Protagonists, Slimes, Skeleton, Animal Protagonists | slime, skeleton | ",
  "Mascot Sidekicks":
    "(cute/) mascot (sidekick/companion), animal sidekick, mascot, familiar | Mascot | mascot |  ",

  // How they look, and who dresses up
  Bishounen:
    "bishounen, bishonen, (pretty/handsome/hot/attractive/beautiful/good looking/sexy/gorgeous/cute anime) (boy/guy/man/men/dude/male/anime boy), ikemen, husbando, eye candy, eye candy for girls, biseinen, イケメン, 美少年 | Bishounen, Ikemen, Reverse Harem, Male Harem | bishounen, handsome, ikemen | ",
  Bishoujo:
    "bishoujo, bishojo, (beautiful/pretty/hot/sexy/attractive) (girl/woman/women/anime girl), waifu, babe, 美少女 | Bishoujo | bishoujo | ",
  Loli: "loli, lolicon | Loli | loli | ",
  Shota: "shota, shotacon, little boy protagonist | Shota | shota | ",
  "Large Breasts":
    "(big/large/huge/giant) (breast/boob/tit/bust/chest/breasts/boobs/tits), busty, oppai, big tiddy, thicc, 巨乳 | Large Breasts, Gainax Bounce | busty, oppai | ",
  "Flat Chests":
    "flat chest, flat chested, small breasts, small boobs | Small Breasts, Flat Chest Jokes | | ",
  Glasses:
    "(girl/boy/guy/character) with glasses, megane, meganekko, glasses girl, glasses | Glasses | glasses, megane | ",
  "White Hair":
    "(white/silver) haired, (white/silver) hair (protagonist/girl/boy/mc/guy), (white/silver) haired (girl/boy/protagonist/mc/guy) | White Hair, Silver Hair | silver haired, white haired, silver hair, white hair | ",
  "Red Hair":
    "red haired, redhead, ginger, red hair, red haired (girl/boy) | Red Hair | redhead, red haired, red hair | ",
  "Pink Hair": "pink hair, pink haired, pink haired (girl/heroine) | Pink Hair | pink haired, pink hair | ",
  "Dark Skin":
    "dark skinned, dark skin, tanned girl, tanned, tan girl, brown skin, brown skinned, black (protagonist/mc/main character/lead/people/characters), poc, tomboy with tan | Dark-Skinned Girl, Dark Skinned Girl, Tanned Skin | dark skinned, tanned | ",
  Eyepatches: "eyepatch, eye patch, scar, scarred, one eyed | Eyepatch | eyepatch, scar, scarred | ",
  Masks: "mask, masked, masked (man/vigilante) | Masks | | mask, masked",
  Kimonos: "kimono, traditional clothing, yukata | Kimono | kimono, yukata | ",
  "Sailor Uniforms":
    "sailor uniform, sailor suit, school uniform, seifuku | Uniform Fetish | sailor uniform, school uniform | ",
  "Fat Characters":
    "(fat/chubby/plus size/overweight/obese) (protagonist/character/girl/boy/guy/mc/love interest/lead), chubby, overweight, obese, weight loss, losing weight | Body Image, Diet | chubby, overweight, fat | ",
  "Ugly Characters":
    "(ugly/plain/homely/average looking) (protagonist/girl/boy/guy/mc/heroine), plain jane, not conventionally attractive | Body Image | ugly, homely, plain looking | ",
  Crossdressing:
    "(crossdressing/cross dressing/crossdress/cross dress) (boy/girl/guy/mc/protagonist/), crossdresser, cross dresser, crossdresses, cross dresses, femboy, feminine (boy/guy), girly boy, trap, reverse trap, otokonoko, drag queen, effeminate (boy/guy), androgynous, (dresses/dress/dressed/dressing) (up/) (as/like) (a/) (girl/boy/woman/man), (disguised/disguise/disguises himself/disguises herself/disguising himself/disguising herself/posing/poses/masquerading) as (a/) (girl/boy/woman/man), (girl/boy/woman/man) (disguised/dressed/posing) as a (girl/boy/woman/man), (pretends/pretending/pretend) to be (a/) (girl/boy/woman/man/male/female/guy), boy in (a dress/drag/girls clothes), (mistaken/mistook) for a (girl/boy), 女装, 男の娘, 男装 | Crossdressing, Cross Dressing, Cross-Dressing, Femboy, Trap, Reverse Trap | crossdressing, crossdresser, crossdress, crossdresses, cross dressing, femboy, disguised boy, disguised girl, disguise boy, disguise girl, disguised man, dressed girl boy | ",
  "Gender Bender":
    "gender (bender/bent/bending/swap/swapped/switch/change), genderbender, genderbent, genderswap, sex change, (turns/turned/turning/turn/transforms/transformed/becomes/reborn/reincarnated/wakes up/changed) (in to/into/as) a (girl/woman/boy), (boy/guy/man) (turned/turns/turning/becomes/transforms) (into/) a (girl/woman), turned into the opposite sex, ts fiction, tsf, 性転換 | Gender Bender, Gender Bending, Genderbending, Magical Sex Shift, Sex Change, Body Swapping | gender | ",
  Tomboy:
    "tomboy, tomboyish, boyish girl, boyish heroine, masculine (girl/woman), ボーイッシュ | Tomboy | tomboy, tomboyish, boyish | ",
  Gyaru: "gyaru, gal, kogal, gyarus, gyaru girlfriend, ギャル | Gyaru | gyaru, gal | ",
  "Monster Girls":
    "monster girl, monster musume, monstergirl, lamia, harpy, centaur, slime girl, spider girl, monster waifu, 人外 | Monster Girl, Centaur, Dullahan | lamia, harpy, centaur, monster girl | ",
  "Robot Girls":
    "robot girl, android girl, gynoid, robot maid, robot waifu, (female/girl) (robot/android), mechanical girl | Robot Helper, Android | android, gynoid, robot girl | ",
  Kemonomimi:
    "kemonomimi, catgirl, cat girl, neko girl, nekomimi, cat boy, catboy, animal ear, fox girl, foxgirl, kitsunemimi, wolf girl, bunny girl, rabbit girl, dog girl, cat ears, fox ears, wolf ears, bunny ears, beast ears, けもみみ, 猫耳 | Kemonomimi, Nekomimi, Animal Characteristics | catgirl, nekomimi, cat girl, fox girl, wolf girl, bunny girl | ",
  Furry:
    "furry, furries, anthro, anthros, anthropomorphic, anthropomorphic character, anthropomorphism, beastman, beastmen, beastfolk, beast folk, beast people, beast man, beastkin, animal people, demi human, demihuman, society of animals, animal society, kemono, 獣人, ケモノ | Anthropomorphism, Anthropomorphic, Juujin, Beastman, Anthropomorphs, Primarily Animal Cast | anthropomorphic, beastman, beastmen | ",

  // Families and ages
  Family:
    "family, family life, familia, family drama, family bonds, family values, big family, family relationships, about family, 家族 | Family, Family Life, Siblings, Parenthood, Family Values | | family",
  Parenting:
    "(raising/raises/raise/bringing up/looking after/taking care of/takes care of/caring for) (a/an/his/her/their/the/) (little/adopted/orphan/) <kid>, (raising/raises) (a/) (kids/children/daughter/son) (together/alone/), (single/adoptive/foster/adopted/accidental) (parent/father/dad/mother/mom/mum), (father/dad/mother/mom) (and/&) (daughter/son/child), parenting, parenthood, fatherhood, motherhood, childcare, child rearing, babysitting, babysitter, kindergarten, nursery school, daycare, preschool teacher, fathers, dad, mom, papa, mama, (adopts/adopted/adopting/adopt) (a/an/) (<kid>/orphan), adopted, adoption, adopted daughter, raising kids, raising children, father figure, dad (protagonist/mc), 子育て | Childcare, Parenting, Adoption + Slice of Life, Parenthood + Slice of Life, Taking Care of a Child, Babysitting, Single Parent | kindergarten, toddler, babysitter, childcare | adopted, adopt ",
  Siblings:
    "sibling, (brother/brothers) and (sister/sisters), brother sister, (little/younger/big/older/elder/annoying) (sister/brother/sibling), imouto, brothers, sisters, brotherhood, sisterhood, sister complex, siscon, brocon, brother complex, sibling bond, sibling rivalry, sibling love, 妹, 兄妹, 姉, 兄弟, 姉妹 | Siblings, Sibling Yin Yang, Sibling Rivalry, Inseki | siblings | sister, brother",
  Twins:
    "twin, twin (brothers/sisters/siblings), identical twin, triplet, quintuplet, 双子 | Twins | twins, twin, triplets, quintuplets | ",
  "Step Siblings":
    "stepsibling, step sibling, stepsister, step sister, stepbrother, step brother, step sis, not blood related (siblings/), new (step/) sibling, parents (remarry/remarried), 義妹 | Inseki, Remarriage | stepsister, stepbrother, step sister, step brother | ",
  Orphans:
    "orphan, orphanage, orphaned, lost (his/her/their) parents, parentless, street (kid/urchin), abandoned (child/kid/children), 孤児 | Orphan, Orphans, Orphanage, Parental Abandonment | orphan, orphanage, orphaned | ",
  Homeless: "homeless, homelessness, living on the (street/streets), ホームレス | Homeless | homeless | ",
  Elderly:
    "elderly, elderly protagonist, (old/elderly/senior) (man/men/woman/women/lady/ladies/people/couple/protagonist/mc/person/folks), older (man/men/lady/people/couple/protagonist/mc), grandpa, grandma, grandfather, grandmother, grandparent, granny, senior citizen, pensioner, retiree, 老人, おじいさん, おばあちゃん | Elderly, Elderly Protagonist | elderly, grandpa, grandma | grandfather, grandmother",
  "Middle-Aged":
    "middle aged, middleaged, middle aged (man/woman/guy/dude/protagonist/mc/men/women/hero), in (his/her) (forties/thirties/40s/30s), ojisan, ossan, old guy, (40/30/35/45) year old (man/mc/protagonist/virgin/guy/), over (30/40), dilf, milf, おっさん, おじさん | Middle-Aged, Elderly Protagonist | middle aged, ojisan, ossan, aged | ",
  "Age Regression":
    "de aged, turned into a child, turned into a kid, (adult/man/woman) in a (childs/kids) body, trapped in the body of a child, trapped in a (childs/kids) body, becomes a child, shrunk | Age Regression, Trapped in the Body of a Child, Age Transformation | | ",

  // Love
  Otome:
    "otome, otome game, otome isekai, otome adaptation, based on an otome game, 乙女ゲーム, 乙女 | Otome Game, Villainess, Reverse Harem, Male Harem | otome | ",
  "Love Triangle":
    "love (triangle/polygon/square/rivals/rival), (two/2) (guys/boys/girls) (like/love/fall for) (the/) same (girl/guy/boy/person), 三角関係 | Love Triangle, Love Polygon | triangle | ",
  "Unrequited Love":
    "unrequited love, one sided love, unrequited, one sided crush, (loves/likes/in love with) someone else, friendzone, friend zone, friendzoned, rejection, gets rejected, rejected, 片思い | Unrequited Love, Unrequited Shoujo Ai | unrequited, rejected | ",
  "First Love":
    "first love, first crush, first kiss, first (boyfriend/girlfriend), puppy love, innocent (love/romance), 初恋 | First Love, First Kiss | | first love, crush",
  "Love Confessions":
    "love confession, confession, (confess/confesses/confessing) (his/her/their/) (love/feelings), love letter, 告白 | Confession | confess, confesses, confession | ",
  Couples:
    "established (couple/relationship), actual (couple/relationship), they (actually/) (get together/end up together/date/become a couple), already (dating/a couple/together), get together early, (couple/couples) (already/) (dating/together), dating, romance that progresses | Adult Couples, Marriage, Multiple Couples | dating | couple",
  Marriage:
    "marriage, married couple, married, wedding, newlywed, (husband and wife/wife and husband), marries, spouse, wife, husband, bride, 結婚, 夫婦 | Marriage, Arranged Marriage | marriage, married, newlywed | wife, bride",
  "Arranged Marriage":
    "arranged (marriage/wedding/fiance/fiancee), (fiance/fiancee/fiancé/fiancée), political marriage, betrothed, betrothal, engagement, marriage proposal, 婚約 | Arranged Marriage, Omiai | arranged marriage, fiance, fiancee, fiancé, fiancée, betrothed | ",
  "Fake Relationship":
    "(fake/pretend/sham/false/contract) (relationship/dating/couple/girlfriend/boyfriend/marriage/lovers/lover/romance), (pretend/pretends/pretending) to (date/be dating/be a couple/be in love/be lovers/be married), (pretend/pretends/pretending) to be (his/her) (girlfriend/boyfriend), marriage of convenience, rental (girlfriend/boyfriend), rent a girlfriend | Fake Relationship, Fake Romance, Arranged Marriage | fake girlfriend, fake boyfriend, fake couple, pretend lovers, pretend dating, pretend girlfriend, pretend boyfriend, false love | ",
  "Enemies to Lovers":
    "(enemies/enemy/rivals/rival/haters/hate) to (lovers/lover/love), love between enemies, star crossed (lovers/love), (fall/falls/falling) (for/in love with) (the/his/her) enemy, hate each other at first, love hate relationship, forbidden (love/romance), 禁断 | Love Between Enemies, Forbidden Love | forbidden love | ",
  "Friends to Lovers":
    "friends to lovers, best friends to lovers, childhood friends to lovers, (childhood/best) friend (romance/wins), (falls/fall/falling) (for/in love with) (his/her/a/their/) (best/childhood) friend | Childhood Friends, Childhood Promise | childhood friend, childhood friends | ",
  "Childhood Friends":
    "childhood friend, childhood sweetheart, osananajimi, childhood (promise/love), 幼馴染, 幼なじみ | Childhood Friends, Childhood Promise, Childhood Memory | childhood friend, childhood friends | ",
  "Age Gap":
    "age gap, age difference, big age difference, age gap (romance/relationship/couple), older (man/guy) younger (woman/girl), may december, 年の差 | Age Gap, Age Difference Romance, Older Man Younger Woman, Older Female Younger Male | | ",
  "Older Woman":
    "older (woman/girl/sister) younger (man/boy/guy), (older/mature) (woman/women/girl/girlfriend/love interest), oneesan, onee san, onee, cougar, お姉さん | Older Female Younger Male, Older Woman Younger Man, Age Gap, Age Difference Romance | | ",
  "Teacher and Student":
    "(teacher/sensei) student (romance/relationship/love), (teacher/student) and (student/teacher) (romance/relationship/love), (falls/fall) in love with (his/her) teacher, forbidden teacher | Teacher + Romance, Teachers + Romance, Female Teacher + Romance | teacher student love | ",
  "Adult Romance":
    "(adult/mature/grown up) (romance/love/love story), (romance/love story) (between/with/for/about) (adults/grown ups), office (love/couple), (coworker/boss) romance, working adults in love, 大人の恋愛 | Mature Romance, Adult Couples, Workplace + Romance, Working Life + Romance, Adult Cast + Romance, Primarily Adult Cast + Romance, Office Lady + Romance, Josei + Romance | | ",
  "Interspecies Romance":
    "interspecies (romance/relationship/love), (human and/human x/human) (monster/demon/vampire/nonhuman/non human/alien/youkai/god/spirit/ghost) (romance/love/relationship/couple), monster (boyfriend/girlfriend), (demon/ghost/fox/wolf) (boyfriend/girlfriend/lover/husband/wife), (loves/love/romance with) a (monster/demon/vampire/ghost/alien), romance with (monsters/non humans), 異類婚姻 | Interspecies Relationship, Human-Animal Relationship, Vampire + Romance, Demons + Romance, Alien + Romance, Youkai + Romance, Deity + Romance | | ",
  Polyamory:
    "polyamory, polyamorous, poly, (multiple/many/several/two/three/100) (girlfriends/boyfriends/wives), throuple, dates (everyone/all of them), harem ending | Polyamorous | girlfriends | ",
  Infidelity:
    "cheating, cheating (wife/husband/girlfriend/boyfriend), affair, adultery, infidelity, unfaithful, netorare, ntr, 不倫, 浮気 | Infidelity | affair, infidelity, adultery, mistress | ",
  LGBTQ:
    "lgbt, lgbtq, lgbtq+, lgbtqia, queer, gay, gays, transgender, trans, nonbinary, non binary, lgbt rep, queer (rep/representation/characters), gay (couple/characters/rep), same sex (couple/), bisexual, homosexual, asexual | LGBTQ+ Themes, Lgbtq, Lgbt Themes, Bisexual, Transgender, Agender, Asexual, Aromantic | gay, lesbian, transgender, homosexual | ",
  Cohabitation:
    "cohabitation, cohabiting, cohabit, living together, live together, lives together, under (one/the same) roof, roommate, roomie, flatmate, housemate, sharing a house, share house, sharehouse, forced to live together, moves in (with/), moved in with, moving in together, boarding house, dormitory, dorm, 同居, 同棲 | Cohabitation, Under One Roof, Roommates, Boarding House, School Dormitory | roommate, cohabitation, dormitory | live together, living together",
  "Magical Girlfriend":
    "magical girlfriend, (sudden/supernatural/alien/angel/goddess) girlfriend, (girl/girlfriend) (falls from the sky/appears out of nowhere/falls out of the sky/drops from the sky), girl (moves/moved) in with (him/mc/a guy) | Sudden Girlfriend Appearance | | ",

  // What they do for a living, or for ill
  "Office Lady":
    "office lady, office ladies, ol, career woman, career women, (working/business/professional) (woman/women), office girl, salarywoman, secretary | Office Lady, Working Life + Female Protagonist, Workplace + Female Protagonist, Workplace + Primarily Female Cast, Working Life + Primarily Female Cast, Working Life + Josei, Workplace + Josei | office lady, secretary | ",
  Police:
    "police, police (officer/force/man/woman/procedural/drama/officers/department/squad), policeman, policewoman, policemen, policewomen, cop, buddy (cop/cops), law enforcement, police work, crime (fighting/unit/squad), swat, special forces police, sheriff, inspector, policía, 警察, 刑事 | Police, Cops, Law and Order, Special Squads, Policeman | cop, policeman, policewoman, inspector | police",
  Detective:
    "detective, sleuth, detective (story/duo/agency/show/work/stories), private (eye/investigator/detective), sherlock, sherlock holmes, (solves/solving/solve) (crimes/cases/mysteries/murders/crime), case solving, investigator, investigation, investigators, crime solving, 探偵 | Detective, Detectives, Sherlock Holmes | detective, sleuth | investigation",
  Assassins:
    "assassin, assassination, assasin, assassain, hitman, hitmen, hit man, hit men, hitwoman, contract killer, professional killer, hired (killer/gun), killer for hire, killers for hire, cold blooded killer, 暗殺, 暗殺者, 殺し屋 | Assassin, Assassins, Contract Killer / Assassin, Assassination | assassin, hitman, hitmen, assassination | ",
  Espionage:
    "spy, spies, espionage, spying, (secret/undercover/special/double) (agent/agents), undercover, undercover cop, infiltration, infiltrate, infiltrates, intelligence (agency/agent), secret service, secret (mission/missions), スパイ | Espionage, Secret Organisation | spy, spies, espionage, undercover, secret agent | ",
  "Bounty Hunters":
    "bounty hunter, bounty hunting, bounties, headhunter | Bounty Hunter | bounty hunter, bounty hunters, bounty | ",
  Mercenaries:
    "mercenary, mercenaries, mercs, soldier of fortune, soldiers of fortune, hired (sword/soldier), private military, pmc, arms dealer, arms dealing, gun runner, 傭兵 | Mercenaries, Mercenary, War-Zone Realities | mercenary, mercenaries, arms dealer | ",
  Bodyguards:
    "bodyguard, body guard, protector, (protecting/protects) (a/the) (princess/girl/heiress), guarding, escort mission, 護衛 | Bodyguard | bodyguard, bodyguards | ",
  Mafia:
    "mafia, mobster, mafioso, yakuza, gangster, gangsters, crime (family/boss/lord/syndicate/organization), organized crime, organised crime, cartel, drug (lord/dealer/dealers/cartel), mob boss, mafia boss, godfather, マフィア, ヤクザ | Mafia, Yakuza, Organized Crime, Crime Syndicate, Criminal Organization | mafia, yakuza, mobster, gangster | ",
  Thieves:
    "thief, thieves, (phantom/master/gentleman/kaitou) thief, thievery, stealing, robber, robbers, robbery, bank robbery, burglar, heist, heists, bandit, rogue, pickpocket, treasure thief, 怪盗, 泥棒 | Thievery, Thief | thief, thieves, heist, burglar | robbery, bandit ",
  "Con Artists":
    "con (man/men/artist/woman), conman, conmen, swindler, fraudster, fraud, scammer, scam, grifter, trickster, imposter, impostor, liar, 詐欺師 | Thievery | swindler, conman, fraud, scam | ",
  Delinquents:
    "delinquent, juvenile delinquent, yankii, yankee, thug, punk, hoodlum, hooligan, gang, (street/biker/motorcycle/high school) (gang/gangs), bosozoku, banchou, sukeban, gang (war/fights/leader), street (fight/fights/fighting/fighter), 不良, ヤンキー, 番長 | Delinquent, Delinquents, Gangs, Street Fighting | delinquent, delinquents, yankee, thug, hoodlum, hooligan | gang",
  Doctors:
    "medical, medical drama, doctor, hospital, medicine, nurse, surgeon, surgery, pharmacist, apothecary, physician, veterinarian, vet, healing magic user, 医療, 医者 | Medical, Medicine, Medic, Nurse, Hospital, Healthcare and Medicine, Doctors | doctor, hospital, surgeon, physician, pharmacist, apothecary, nurse | medical",
  Teachers:
    "teacher, (school/homeroom/substitute/student/kindergarten/high school/female/male/magic) teacher, schoolteacher, sensei, tutor, professor, instructor, teaching, mentor, master and (apprentice/student/disciple), apprentice, disciple, mentor student, 先生, 教師 | Teacher, Teachers, Teaching, Female Teacher | tutor | teacher, professor",
  Scientists:
    "scientist, mad scientist, (mad/crazy) (scientist/professor/science), inventor, inventing, invention, science, scientific, chemistry, physics, biology, laboratory, researcher, 科学 | Science, Human Experimentation, Technology, Ingenuity | scientist, inventor, laboratory | research, science",
  Programmers:
    "programmer, programming, hacker, hacking, (software/game) (developer/development/engineer/company/studio), coding, game dev, making (games/a game/video games) | Software Development, Hacking, Hackers, Video Game Development, Video Game Industry | programmer, hacker, hacking, game company | computer",
  Housewives:
    "housewife, housewives, (house husband/househusband), homemaker, stay at home (mom/dad/husband/wife) | Housewife, Housewives | housewife, housewives, househusband | ",
  Maids:
    "maid, maids, maid (cafe/café/girl/outfit/service), (head/combat/battle) maid, housekeeper, servant, メイド | Maid, Maids, Master-Servant Relationship | maid, housekeeper | servant",
  Butlers:
    "butler, demon butler, combat butler, (master/servant) and (servant/master), steward, valet, 執事 | Butler, Master-Servant Relationship | butler | servant",
  Waitresses:
    "(waitress/waiter/waitresses/barista/baristas), (restaurant/cafe/café/coffee shop/diner/family restaurant) (staff/workers/work/employees), (cafe/coffee shop/café/coffee/coffeehouse/tea house), restaurant, part time (job/work/worker), convenience store, konbini, (working/works) (at/in) a (restaurant/cafe/café/shop/store/bar/hotel/inn), innkeeper, bookstore, bookshop, flower shop, 喫茶店, カフェ | Waitress, Restaurant, Restaurants, Cafe, Konbini, Inn | restaurant, cafe, café, waitress, coffee, bookstore, convenience store | shop",
  Bartenders: "bartender, barkeeper, cocktail, mixology | Bar + Drama, Bartender | bartender, cocktail | ",
  Clergy:
    "priest, priestess, nun, clergy, monk, monks, pope, convent, bishop, シスター | Nun, Nuns, Exorcism, Exorcists, Shrine Maiden, Monks, Saints | priest, priestess, nun, church, monk, convent | ",
  Exorcists:
    "exorcist, exorcism, exorcising, exorcises, onmyouji, onmyoji, (sealing/banishing) (spirits/demons), 陰陽師, 祓魔師 | Exorcism, Exorcists | exorcist, exorcism, onmyouji, exorcise | ",
  Saints: "saint, saintess, holy maiden, holy woman, 聖女 | Saints | saintess, saint | ",
  "Shrine Maidens":
    "shrine (maiden/girl/priestess/maidens), miko, shrine, 巫女, shinto, shintoism | Shrine Maiden, Shintoism | miko, shrine | ",
  Astronauts:
    "astronaut, cosmonaut, nasa, jaxa, space (agency/program/race/pilot), moon landing | Space Travel + Slice of Life, Space Travel + Hard Science Fiction | astronaut, astronauts, cosmonaut | ",
  Firefighters:
    "firefighter, fireman, firemen, rescue (team/worker/squad/), rescue, paramedic, ambulance, lifeguard, 消防 | Firefighters, Rescue | firefighter, firefighters, rescue team | ",
  Writers:
    "writer, novelist, author, poet, light novel (author/writer), screenwriter, editor, publishing, literature, (writing/writes) (a/) (novel/novels/books), poetry, book lover, bookworm, librarian, 小説家, 図書館 | Writing, Writers, Literature, Editors, Classic Literature | novelist, writer, author, library, librarian, literature, poet, editor | books",
  Farmers:
    "farming, farm, farmer, agriculture, agricultural, growing crops, gardening, horticulture, 農業 | Agriculture, Horticulture, Countryside, Rural | farm, farmer, agricultural, farming, ranch | ",
  Merchants:
    "merchant, trader, trading, economics, economy, economic, business, businessman, entrepreneur, finance, stock market, banker, bankers, money making, commerce, capitalism, 商人, 経済 | Economics, Management | merchant, economics, finance | business, trader",
  Soldiers:
    "soldier, soldiers, army officer, commander, veteran, special forces, commando | Military, Child Soldier, Army | sniper | army, soldier, commander",
  "Child Soldiers":
    "child soldier, (kids/children/teenagers/teens) (in/at/fighting in/sent to) (a/the/) war, (kids/children) forced to fight, 少年兵 | Child Soldier, Kids in War | child soldier, child soldiers | ",
  Knights:
    "knight, (lady/female/holy/royal) (knight/knights), knight order, knighthood, paladin, templar, 騎士 | Knight, Knights | knight, paladin | ",
  Samurai:
    "samurai, ronin, rounin, wandering (samurai/ronin/swordsman), katana, bushido, bushi, kenshi, 侍, サムライ, 浪人 | Samurai | samurai, ronin, katana | ",
  Ninja:
    "ninja, shinobi, kunoichi, ninjutsu, ninjas, shinobis, 忍者, 忍び | Ninja | ninja, shinobi, kunoichi | ",
  Swordplay:
    "sword, swordplay, sword (fighting/fight/fights/fighter/fighters/battles/duel/duels/user), swordfight, swordfighting, swordsman, swordsmen, swordmaster, swordsmanship, kendo, fencing, fencer, blade, katana wielding, sword wielding, 剣, 剣士, 剣術 | Swordplay, Swords & Co, Sword, Samurai | swordsman, swordswoman, swordsmen, swordsmanship, katana, kendo | sword",
  Swordswomen:
    "swordswoman, swordswomen, (girls/girl/woman/women) with (a/) (swords/sword/katanas/katana), (sword/katana) (wielding/fighting) (girls/girl/women/woman), female (samurai/swordsman/swordfighter/sword fighter/ninja), (girl/girls) who fight with swords | Swordplay + Primarily Female Cast, Swordplay + Predominantly Female Cast, Swordplay + Female Protagonist, Swordplay + All Girls School, Swordplay + Strong Female Lead, Swordplay + Female Harem | swordswoman, swordswomen, girl sword, girls swords, girl katana, female swordsman | ",
  Pirates:
    "pirate, piracy, buccaneer, pirate (ship/crew/captain), space pirate, privateer, 海賊 | Pirate, Pirates | pirate, pirates | ",
  Idol: "idol, idol (group/girl/show/training/industry), pop star, popstar, pop (idol/singer/group), girl group, アイドル | Idol, Idols, Idols (Female), Idols (Male) | idol | ",
  "Male Idols":
    "(male/boy/guy) (idol/idols/idol group/pop group), (idols/idol) (male/boys), boy (group/band), boyband, kpop (boys/idols), male (singer/singers/band) | Idols (Male), Idol + Bishounen, Idol + Reverse Harem, Idol + Primarily Male Cast, Idol + Predominantly Male Cast, Idol + Cute Boys Doing Cute Things, Idols + Primarily Male Cast | boy band, male idol, male idols, idol boys, idol group young men, idol unit boys | ",
  "Female Idols":
    "(female/girl) (idol/idols/idol group), (idols/idol) female | Idols (Female), Idol + Primarily Female Cast, Idol + Predominantly Female Cast, Idol + School Clubs, Idol + All Girls School | idol girls, girl idol | ",
  Vtubers:
    "vtuber, vtubers, streamer, streaming idols, youtuber, influencer, social media, livestreamer, livestreaming | Vtuber, Vtubers, Social Media | vtuber, streamer, influencer, youtuber | ",
  "Manga Artists":
    "manga artist, mangaka, manga (author/creator/industry/making/artists/editor), comic artist, (making/make/makes/drawing/draws/draw/creating/writing/create) (manga/mangas/anime/doujin/doujinshi/comics/an anime), anime (industry/production/studio), doujin, doujinshi, about making anime, animator, illustrator, behind the scenes of anime, 漫画家, 同人 | Manga & Doujinshi, Manga Industry, Mangaka, Doujinshi + Comedy, Animeism | mangaka, manga artist, doujinshi, doujin, animator, illustrator, manga author, manga editor | ",
  Acting:
    "acting, actor, actress, theater, theatre, (stage/theater/theatre) (play/performance/actor/acting/troupe), acting troupe, playwright, drama club, takarazuka, (musical) (theater/theatre), 演劇, 舞台, 女優 | Acting, Musical Theater, Theater | actor, actress, theater, theatre, troupe, drama club | stage",
  Singers:
    "singer, singing, songwriter, vocalist, diva, concert, 歌手 | Diva, Solo Singer, Performing in a Concert | singer, vocalist, diva, songwriter | ",
  "Voice Acting":
    "voice (actor/actress/acting/actors/actresses), seiyuu, seiyu, voice over, 声優 | Voice Acting, Seiyuu | seiyuu, voice actress, voice actor, voice actresses, voice acting | ",
  "Student Council":
    "(student/school) council, student government, (class/student council/student/council) (president/presidents/member), class rep, class representative, prefect, 生徒会, 生徒会長 | Student Government, Absurdly Powerful Student Council | student council, council president | ",
  "Transfer Students":
    "transfer student, new (student/girl/kid/transfer student), (mysterious/new) transfer (student/girl), transfers to, 転校生 | Transfer Students | transfer student, transferred, transfers | ",
  Foreigners:
    "foreigner, (foreign/american/british/half japanese/mixed race) (protagonist/student/girl/character), exchange student, gaijin, immigrant, culture shock, half japanese, foreigners in japan, expat, 外国人, 留学生 | Language Barrier, Foreigner | foreigner, foreigners, exchange student | ",
  "Otaku Culture":
    "otaku, otaku (culture/protagonist/girl/mc/girlfriend/couple/romance), geek, nerd, nerdy, geeky, (nerd/nerdy/geek/geeky) (boy/girl/mc/protagonist/guy/culture), fujoshi, weeb, cosplay, cosplayer, cosplaying, comiket, fangirl, fandom, オタク, 腐女子, コスプレ | Otaku Culture, Otaku, Cosplay, Cosplaying | otaku, fujoshi, cosplay, cosplayer, nerd | geek",
  Slaves:
    "slave, slavery, slaves, enslaved, slave girl, human trafficking, gladiator, captive, 奴隷 | Slavery, Liberation of Slaves | slave, slaves, slavery, enslaved | ",
  Fugitives:
    "fugitive, fugitives, on the run, runaway, running away from home, wanted (criminal/man), escape, escapee, exile, exiled, 逃亡 | Fugitive | fugitive, fugitives, runaway, outlaw | exile",
  Royalty:
    "royalty, royal, princess, prince, princesses, queen, king, emperor, empress, monarch, noble, nobility, nobleman, aristocrat, aristocracy, (noble/royal/imperial) (family/families), duke, duchess, crown prince, lost princess, concubine, 姫, 王子, 王女, 貴族, 皇帝 | Royalty, Royal Affairs, Nobility, Aristocracy, Aristocrat, Nobleman, Palace | princess, prince, duke, nobleman, aristocrat | kingdom, queen, king, noble",

  // What is no human being
  Vampires:
    "vampire, vampiric, dracula, vampiro, vampires, blood sucking, bloodsucker, vampire hunter, dhampir, 吸血鬼, ヴァンパイア | Vampire, Vampires | vampire, vampires, dracula, dhampir | ",
  Zombies:
    "zombie, undead, living dead, walking dead, zombie (apocalypse/survival/girl), ゾンビ | Zombie, Zombies, Undead | zombie, zombies, undead | ",
  Werewolves:
    "werewolf, werewolves, lycanthrope, wolf man, wolfman, shapeshifter, shape shifter, shapeshifting, wolf (boy/people/children), 人狼, 狼男 | Werewolf, Werewolves, Shapeshifting, Animal Transformation | werewolf, werewolves, shapeshifter | ",
  Ghosts:
    "ghost, ghosts, haunted, haunting, haunted (house/school/mansion), ghost (hunting/hunter/story/stories/girl/hunters), (sees/see/seeing/talks to) ghosts, (see/sees) (spirits/dead people), poltergeist, phantom, specter, 幽霊, お化け, 怪談 | Ghost, Ghosts, Ghost Stories, Urban Legend | ghost, ghosts, haunted | ",
  Demons:
    "demon, devil, demonic, oni, demon (hunter/hunters/hunting/girl/boy/contract), devils, satan, lucifer, imp, 悪魔, 鬼 | Demons, Demon, Demon World | satan | demon, demons, devil, devils",
  Succubi: "succubus, succubi, incubus, サキュバス | Succubus | succubus, succubi, incubus | ",
  "Demon Lords":
    "demon (lord/king/queen/lords/kings), dark lord, maou, demon lords (army/castle/daughter), 魔王 | Demon King, Demon Lord, Demon World | maou, demon lord, demon king | ",
  Angels:
    "angel, fallen angel, guardian angel, angels and demons, archangel, 天使 | Angel, Angels, Celestial Being, Heaven | | angel, angels",
  Gods: "god, goddess, deity, deities, (gods/goddesses), divine, divine being, goddesses, (war/battle) of gods, kami, 神, 女神 | Deity, Gods, Goddesses, Kamis, God Is a Girl | goddess, deity | god, gods",
  Shinigami:
    "shinigami, grim reaper, reaper, death god, god of death, soul reaper, 死神 | Shinigami, Celestial Being | shinigami, reaper, reapers | ",
  Necromancers: "necromancer, necromancy, raising the dead, 死霊術 | Necromancy | necromancer, necromancy | ",
  Cannibals:
    "cannibal, cannibalism, man eating, (eats/eating/eat) (people/humans), 食人 | Cannibalism, Human Cannibalism, Eating of Humans | cannibal, cannibalism | ",
  Youkai:
    "youkai, yokai, yōkai, ayakashi, spirit, spirits, japanese (folklore/spirits/ghosts/monsters/demons/mythology), mononoke, kitsune, fox spirit, tanuki, kappa, tengu, tsukumogami, spirit world, 妖怪, あやかし | Youkai, Spirits, Japanese Mythology, Kamis, Folklore, Spirit Realm, Tanuki | youkai, yokai, ayakashi, tengu, kappa | spirits",
  Witches:
    "witch, witches, witchcraft, young witch, (little/apprentice/teen) witch, coven, warlock, 魔女 | Witch, Witches | witch, witches | ",
  Dragons:
    "dragon, dragon (rider/riders/slayer/girl/maid), wyvern, wyrm, ドラゴン, 竜, 龍 | Dragon, Dragons | | dragon, dragons",
  Elves:
    "elf, elves, elven, elfs, elf girl, dark elf, dark elves, high elf, half elf, エルフ | Elf, Elves, Dark Elf | elf, elves, elven | ",
  Fairies: "fairy, fairies, faerie, fae, pixie, sprite, leprechaun, 妖精 | Fairy | pixie | fairy, fairies",
  Goblins:
    "goblin, orc, orcs, ogre, troll, dwarf, dwarves, ゴブリン | Goblin, Goblins, Ogres, Dwarves | goblin, goblins, orc, ogre, dwarf, dwarves | ",
  Mermaids: "mermaid, merman, mermen, merfolk, siren, 人魚 | Mermaid | mermaid, mermaids | ",
  Aliens:
    "alien, extraterrestrial, alien (invasion/invaders/girl/race/contact/life/species), aliens (invade/attack/on earth/living on earth), first contact, space invaders, invaders from space, ufo, martian, alienígena, 宇宙人, エイリアン | Alien, Aliens, Humanoid Alien, Alien Invasion, Aliens Living on Earth | alien, aliens, extraterrestrial | ",
  Monsters:
    "monster, creature, beast, monster (hunting/hunter/hunters/slayer/fighting/of the week), magical (creature/creatures/beast/beasts), mythical creature, 怪物, モンスター | Monster, Monsters, Magical Creatures, Monster of the Week | | monster, monsters, creature, beast",
  Parasites:
    "parasite, parasitic, body snatcher, body snatchers, body takeover, symbiote, possessed, demonic possession, 寄生 | Parasite, Body and Host, Body Takeover, Body Sharing | parasite, parasitic | possessed",
  Immortals:
    "immortal, immortality, eternal life, ageless, (cant/cannot) die, unkillable, 不死, 不老不死 | Immortality | immortal, immortality, immortals | ",
  Robot:
    "robot, android, cyborg, automaton, humanoid robot, sentient robot, robots with feelings, robots with emotions, sapient machine, half human half machine, 機械, アンドロイド | Robot, Robots, Android, Androids, Cyborg, Cyborgs, Robot Helper, Robots & Android | robot, robots, android, androids, cyborg, automaton | ",
  "Artificial Intelligence":
    "artificial intelligence, ai, a i, rogue ai, sentient ai, sentient machines, machine intelligence, (robot/ai/machine) (uprising/takeover/rebellion/revolt), ai girl, 人工知能 | Artificial Intelligence, Do Androids Dream of Electric Sheep? | artificial intelligence |  ",
  Clones:
    "clone, cloning, cloned, doppelganger, doppelgänger, genetic (engineering/modification/experiment), genetically (modified/engineered/enhanced), mutant, mutation, chimera, human experimentation, human experiment, (test subject/lab rat), クローン | Clone, Clones, Genetic Modification, Human Experimentation, Chimera | clone, clones, mutant, genetic, genetically, doppelganger | ",
  Superheroes:
    "superhero, super hero, superheroes, super heroes, super heroine, superheroine, vigilante, vigilantes, masked hero, sidekick, hero team, hero society, ヒーロー | Superhero, Superheroes, Superhumans | superhero, superheroes, vigilante | ",
});
