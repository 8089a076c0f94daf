import { remembered } from '#core/remembered.ts';

/** What rows of specification tables are called, in the languages of many shops; lower case, set apart by commas. */
const labels: Readonly<Record<string, string>> = {
  brand: `
    brand, brand name, designer brand, marke, marque, marca, merk, märke, varumärke, mærke, merke, tuotemerkki, merkki, značka, marka,
    márka, brend, бренд, марка, торговая марка, zīmols, prekės ženklas, kaubamärk, marcă, μάρκα, ブランド, 品牌, 브랜드,
    العلامة التجارية, label, music label, record label, plattenlabel, publisher, verlag, éditeur, editore, editorial, studio`,
  manufacturer: `
    manufacturer, maker, made by, hersteller, fabricant, produttore, fabricante, fabrikant, tillverkare, producent, produsent, valmistaja,
    výrobce, výrobca, gyártó, proizvođač, proizvajalec, producător, üretici, производитель, виробник, ražotājs, gamintojas, tootja,
    κατασκευαστής, メーカー, 制造商`,
  modelNumber: `
    model, model #, model no, model number, model name, modell, modellnummer, modèle, modello, modelo, modelnummer, item model
    number`,
  sku: `
    sku, sku #, item #, style #, product #, sku number, sku code, sku id, sku no, item, item no, item number, item code, item id, item sku,
    product code, product id, product no, product number, product sku, article, article no, article nr,
    article number, art, art no, art nr, artikel, artikelnr, artikel nr, artikel-nr, art.-nr, artikelnummer,
    bestellnr, bestell-nr, bestellnummer, produktnummer, produkt-nr, référence, reference, réf, ref,
    référence produit, ref no, code article, codice, codice articolo, codice prodotto, cod, cod. art,
    riferimento, referencia, código, código de producto, código de artículo, código do produto, varenr,
    varenummer, artnr, art.nr, kod produktu, indeks, артикул, код товара, catalog number, catalogue number,
    cat no, asin, produkta kods, kód, kód produktu, kód tovaru, kód zboží, objednací číslo, číslo produktu, katalogové číslo, numer katalogowy,
    symbol, cikkszám, termékkód, šifra, šifra proizvoda, cod produs, ürün kodu, stok kodu, prekės kodas, tootekood, tuotenumero,
    κωδικός, κωδικός προϊόντος, 商品コード, 商品番号, 型番, 货号, 상품번호, ad #, lot, lot #, stock code, stock number, style, style no, style number, style code`,
  mpn: `
    mpn, produktové číslo, part number výrobce, kód výrobce, kód výrobcu, kod producenta, ražotāja kods, gamintojo kodas, артикул производителя, part number, part no, part #, manufacturer part number, manufacturer part no, manufacturer number,
    manufacturer code, mfr part number, mfr part #, mfg part number, mfr #, mfg #, herstellernummer,
    hersteller-nr, herstellerartikelnummer, hersteller-artikelnummer, hersteller art nr, référence
    fabricant, réf. fabricant, codice produttore, fabrikantnummer, referencia del fabricante, número de pieza`,
  gtin: `
    gtin, ean, ean code, ean-code, ean13, ean-13, upc, upc code, upc-a, isbn, isbn-13, isbn13, barcode,
    gtin/ean, ean/gtin, codice ean, código ean, code ean, code-barres`,
  category: 'category, product category, kategorie, catégorie, categoria, categoría, categorie',
  availability: `
    availability, stock status, stock, verfügbarkeit, lagerbestand, disponibilité, disponibilità,
    disponibilidad, disponibilidade, beschikbaarheid`,
  dimensions: `
    dimensions, dimension, product dimensions, overall dimensions, size, measurements, maße, abmessungen,
    abmessung, größe, taille, dimensioni, misure, dimensiones, medidas, tamaño, afmeting,
    afmetingen, maat`,
  weight: `
    weight, item weight, product weight, net weight, gewicht, nettogewicht, artikelgewicht, poids, poids
    net, peso, peso netto, peso neto`,
  materials: `
    material, materials, materialien, matériau, matériaux, matière, matières, materiale, materiali,
    materiales, materiaal, materialen, composition, composizione, fabric, upholstery`,
  finishes: `
    finish, finishes, color, colour, colors, colours, farbe, farben, oberfläche, oberflächen, ausführung, ausführungen, finition,
    finitions, couleur, couleurs, coloris, finitura, finiture, colore, colori, acabado, acabados, colores,
    afwerking, afwerkingen, kleur, kleuren`,
  warranty: 'warranty, guarantee, garantie, gewährleistung, herstellergarantie, garanzia, garantía',
  certifications: `
    certification, certifications, certificates, standards, approvals, compliance, zertifikate,
    zertifizierung, zertifizierungen, normen, certificat, certificats, normes, certificazioni,
    certificazione, certificaciones, certificaten`,
  leadTime: `
    lead time, delivery time, ships in, shipping time, production time, lieferzeit, délai de livraison,
    livraison sous, tempi di consegna, tempo di consegna, plazo de entrega, levertijd`,
  price:
    "price, our price, sale price, your price, special price, offer price, today, preis, unser preis, angebotspreis, prix, prezzo, precio, preço, prijs, pris, hinta, cena, ceny, ár, cijena, preț, fiyat, цена, ціна, τιμή, 価格, 价格, now, jetzt, deal price, with deal, price now, prix de l’offre, prix de l'offre, prix actuel, prezzo attuale, precio actual, aktueller preis",
};

const fieldOf: ReadonlyMap<string, string> = new Map(
  Object.entries(labels).flatMap(([field, names]) => names.split(',').map((name) => [name.trim(), field])),
);

/** The field that a row or label names, or undefined. `Item No.:` and `item no` are the same. */
export function labelledField(label: string): string | undefined {
  return label.length > 60 ? undefined : fieldOfLabel(label);
}

const fieldOfLabel = remembered((label) => {
  const name = (/^[ -~]*$/.test(label) ? label : label.normalize('NFKC').replace(/\s+/g, ' ')).toLowerCase();
  return fieldOf.get(name.replace(/[ :.]+$/, '').replace(/^[ #]+/, ''));
});
