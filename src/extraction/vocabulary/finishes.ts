import { vocabulary } from './vocabulary.ts';

/** Surfaces and colours: English, German, French, Italian, Spanish, Portuguese, Dutch, Swedish, Danish, Polish. */
export const canonicalFinishes = vocabulary({
  matt: 'matte, mat, seidenmatt, matné, opaco, opaca, mate, fosco, satin matt',
  gloss:
    'glossy, high gloss, glänzend, hochglanz*, brillant, brillante, lucido, lucida, brilhante, hoogglans, glans, połysk',
  satin: 'satiné, satinée, satiniert, satinato, satinata, satinado, gesatineerd, silk',
  brushed:
    'gebürstet, brossé, brossée, spazzolato, spazzolata, cepillado, escovado, geborsteld, borstad, børstet, szczotkowany',
  polished: 'poliert, poli, polie, lucidato, pulido, polido, gepolijst, polerad, poleret, polerowany',
  hammered: 'gehämmert, martelé, martellato, martillado',
  lacquered:
    'lackiert*, laqué, laquée, laccato, laccata, lacado, lacada, gelakt, lackerad, lakeret, lakierowany, varnished, verniciato, verniciata, verni, barnizado',
  painted: 'gestrichen, peint, peinte, dipinto, pintado, geschilderd, målad, malet, malowany',
  'powder coated':
    'powder-coated, powdercoated, pulverbeschichtet, thermolaqué, verniciato a polvere, lacado al polvo, gepoedercoat, pulverlackerad, malowany proszkowo',
  oiled: 'geölt, huilé, huilée, oliato, oliata, aceitado, oleado, geolied, oljad, olieret, olejowany',
  waxed: 'gewachst, ciré, cirée, cerato, encerado, gewaxt',
  stained: 'gebeizt, teinté, teintée, tinto, teñido, gebeitst, betsad',
  soaped: 'geseift, savonné, sæbebehandlet',
  anodised: 'anodized, eloxiert, anodisé, anodisée, anodizzato, anodizado, geanodiseerd, anodiserad, anodowany',
  galvanised: 'galvanized, verzinkt, galvanisé, zincato, galvanizado, verzinkt',
  chrome:
    'chromed, chrome plated, chrom, verchromt, chromé, chromée, cromato, cromata, cromo, cromado, verchroomd, krom, chrom, forkromet',
  nickel: 'nickel plated, vernickelt, nickelé, nichelato, níquel, niquelado, vernikkeld',
  brass: 'messing, laiton, ottone, latón, latão, mässing',
  bronze: 'bronziert, bronzo, bronce, brons, brüniert, bruni',
  copper: 'kupfer, cuivre, rame, cobre, koper, koppar',
  gold: 'golden, gilded, vergoldet, rose gold, roségold, doré, dorée, oro, dorato, dorata, dorado, dourado, goud, guld, złoty',
  silver: 'silber*, argent, argenté, argento, argentato, plata, plateado, prata, zilver, sølv, srebrny',
  antique:
    'aged, antik, antik messing, vieilli, vieillie, invecchiato, invecchiata, envejecido, verouderd, patinated, patiniert',
  glazed: 'glasiert, émaillé, smaltato, esmaltado, geglazuurd, glaserad',
  frosted: 'mattiert, dépoli, sabbiato, esmerilado',
  natural:
    'natur, naturbelassen, naturel, naturelle, naturale, natureel, naturlig, naturalny, untreated, unbehandelt, raw',
  black:
    'schwarz*, *schwarz, noir, noire, nero, nera, negro, negra, preto, preta, zwart, zwarte, svart, czarny, czarna, jet black',
  white:
    'weiß*, weiss*, *weiß, blanc, blanche, bianco, bianca, blanco, blanca, branco, branca, wit, witte, vit, hvid, biały, biała, off white, ivory',
  grey: 'gray, grau*, *grau, gris, grise, grigio, grigia, cinza, grijs, grå, szary, graphite, graphit, graphite grey, charcoal',
  anthracite: 'anthrazit*, antracite, antracita, antraciet, antracit',
  beige: 'sand, sable, sabbia, arena, crème, cream, creme, crema, écru, ecru, taupe',
  brown: 'braun*, *braun, brun, brune, marron, marrone, marrón, castanho, bruin, brązowy, cognac, chocolate',
  red: 'rot, *rot, rouge, rosso, rossa, rojo, roja, vermelho, rood, röd, rød, czerwony',
  orange: 'arancione, naranja, laranja, oranje, pomarańczowy',
  yellow: 'gelb, *gelb, jaune, giallo, gialla, amarillo, amarelo, geel, gul, żółty, mustard, ochre',
  green: 'grün, *grün, vert, verte, verde, groen, grön, grøn, zielony, olive, sage',
  blue: 'blau, *blau, bleu, bleue, blu, azul, blauw, blå, niebieski, navy, azure',
  pink: 'rosa, rose, roze, różowy, blush',
  purple: 'violet, lila, violett, viola, morado, roxo, paars, fioletowy',
  turquoise: 'türkis, turchese, turquesa, turkoois',
  terracotta: 'terra cotta, terre cuite',
  transparent: 'clear, klar, transparente, trasparente, transparant',
});
