/** The words by which a reader of a shop knows what a line is about, in the languages of many shops. */

/** A heading or a line that begins a shelf of other products. */
export const otherProducts = new RegExp(
  [
    '^(related|similar|recommended|sponsored|featured) ?(products|items|articles|to this)?',
    '^(you (may|might)|customers? (also|who|that)|recently viewed|frequently bought|more from|people also|compare (with|to) similar|complete the (look|set)|inspired by|products related|others also|often bought|also (bought|viewed)|pairs well|shop the look|accessories)',
    '^(ähnliche|das könnte|kunden,? (kauften|haben|die)|zubehör|passend dazu|wird oft|gesponsert|verwandte produkte|mit ähnlichen|weitere (artikel|produkte)|zuletzt angesehen|dazu passt)',
    "^(vous aimerez|produits? (similaires?|associés?|complémentaires?|liés)|les clients ayant|articles? (similaires?|fréquemment)|sponsorisé|comparer|d'autres|complétez|vu récemment|ceux qui ont)",
    '^(prodotti (simili|correlati|sponsorizzati|relativi)|potrebbe(ro)?|i clienti (che|hanno)|chi ha (acquistato|visto)|spesso (comprati|acquistati)|sponsorizzato|confronta|altri prodotti|accessori)',
    '^(productos (relacionados|similares|patrocinados)|(los )?clientes (que|también)|también|te puede|quizás|comprados juntos|patrocinado|otros productos|accesorios)',
    '^(produtos (relacionados|semelhantes)|quem (viu|comprou)|clientes (que|também)|também|você (também|pode)|acessórios)',
    '^(gerelateerde|vergelijkbare|anderen (kochten|bekeken)|klanten (kochten|bekeken)|vaak samen|accessoires|relaterade|liknande|andra köpte|tillbehör|relaterte|lignende|tilbehør|andre (købte|kjøpte)|tuotteeseen|muut ostivat)',
    '^(похожие|с этим товаром|рекомендуем|вам может|вместе с|аксессуары|схожі|рекомендуємо)',
    '^(podobné|související|súvisiace|příslušenství|príslušenstvo|mohlo by|zákazníci|ostatní (koupili|kúpili)|podobne|powiązane|produkty (podobne|powiązane)|klienci|akcesoria|inni kupili|slični|povezani|hasonló|kapcsolódó|produse (similare|recomandate)|benzer|ilgili|līdzīgi|panašūs)',
    '^(関連|おすすめ|この商品を|相关|推荐|你可能|관련|추천)',
  ].join('|'),
  'iu',
);

/** What stands before, or around, an amount that is not what one pays now for one of the product. */
export const otherPrice = new RegExp(
  [
    'shipping|delivery|versand|livraison|spedizione|env[ií]o|frete|verzend|frakt|fragt|doprava|dostawa|доставк',
    'per month|\\/ ?mo\\b|monthly|monat|par mois|al mese|al mes|por mês|per maand|mėn|mies\\.|měsíčně|mesačne|в месяц',
    'instal+ment|financ|klarna|afterpay|sezzle|cuotas|parcelas?|sem juros|splátk|rata\\b|raty\\b|\\d ?x (de|à|sans)?',
    'was\\b|rrp|m\\.?s\\.?r\\.?p|uvp|list price|retail|compare|statt|vorher|früher|avant|au lieu|prix (conseillé|public|barré)|prezzo (di listino|consigliato|precedente)|antes|precio anterior|de:|van\\b|adviesprijs|tidigare|ord\\.? ?pris|běžná cena|pôvodná|původní|cena regularna|przed|старая',
    'save\\b|saving|you save|sparen|sparst|économi|rispar|ahorr|poupe|bespaar|spara|ušetř|ušetr|oszczęd|скидк|off\\b|coupon|gift|points|deposit|pfand|rabat',
    '\\b(?:over|under|unter|below)\\b|less than|moins de|menos de|meno di|above|from only|free (on|over)|minimum|min\\.|mindest|dès\\b|ab \\d+ ?€ versand|orders|estimate|schätz|estimat|starting (price|bid)|as low as|opening bid|start price|buyer.s premium|bid increment|your max|up to|jusqu|bis zu',
    'new (?:&|and) used|used from|from other sellers|neufs? ?& ?occasions?|d.occasion|offres? (?:à partir|de)|usato|segunda mano|\\d (?:optionen|options|offers|offerte|offres|angebote) |\\/ ?(kg|100 ?g|l\\b|liter|litre|100 ?ml|oz)|per (kg|litre|liter|100)|grundpreis|prix au|al (kg|litro)|tax\\b|steuer\\b',
  ].join('|'),
  'iu',
);

/** The words of a button that puts the product into the cart. */
export const buying = new RegExp(
  `^(?:${[
    'add to (?:cart|bag|basket|trolley|order|shopping)',
    '(?:buy|order|shop|get it) (?:it )?now|buy|purchase|pre-?order now|in den (?:warenkorb|einkaufswagen|korb)|kaufen|jetzt (?:kaufen|bestellen)',
    'ajouter (?:au|à) (?:panier|mon panier)|acheter|je (?:fonce|commande)|ajouter',
    'aggiungi al (?:carrello|sacchetto)|acquista|compra|comprar|añadir (?:al carrito|a la (?:cesta|bolsa))|agregar al carr(?:ito|o)|adicionar (?:ao carrinho|à sacola)|carrinho',
    'in (?:winkelwagen|winkelmand)|bestel(?:len)?|toevoegen aan|lägg i (?:varukorg|kundvagn)(?:en)?|köp|læg i (?:kurv|kurven)|køb|legg i handlekurv|kjøp|lisää (?:ostos)?koriin',
    '(?:do|dodaj do) koszyka|kup(?: teraz)?|přidat do košíku|do košík[ua]|vložiť do košíka|koupit|kúpiť|kupi(?:ti)?|dodaj u košaricu|u košaricu|v košarico|kosárba|adaugă în coș|sepete ekle|ielikt grozā|į krepšelį|lisa ostukorvi|добавить в корзину|в корзину|купить|купити|у кошик|добави в|προσθήκη στο καλάθι|カートに入れる|加入购物车|加入購物車|장바구니',
  ].join('|')})(?!\\p{L})`,
  'iu',
);
