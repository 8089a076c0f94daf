/** What a site may show in place of the page that was asked for, with nothing in the status to tell. */
export type SubstituteCategory = 'login_required' | 'consent_required' | 'region_blocked' | 'parked';

/**
 * A fact about a page.
 * - `title`, `heading`, `text`, `tags`: what is in it
 * - `address`: host and path that a redirect led to; none when there was no redirect
 * - `way back`: where a form or link names the page that was asked for, to return to it
 * - `own name`: the words around the page's own host name, in its title or text
 * - `status`: the status it came with
 */
export type Sign = {
  readonly where: 'title' | 'heading' | 'text' | 'tags' | 'address' | 'way back' | 'own name' | 'status';
  readonly pattern: RegExp;
};

/**
 * One sign of each group must hold, the cheapest group first, on a page with little text and nothing about a product: a login in the header,
 * a cookie banner and a delivery notice are on ordinary pages too. A login page is one, when it was asked for.
 */
export type SubstituteRule = {
  readonly category: SubstituteCategory;
  readonly message: string;
  readonly groups: readonly (readonly Sign[])[];
};

const loginWords =
  '(?:customer |member |trade |account |dealer )?(?:log[ -]?in|sign[ -]?in)|anmelden|anmeldung|einloggen|kundenlogin|connexion|se connecter|connectez-vous|identifiez-vous|accedi|inici(?:a|ar) sesión|inloggen|aanmelden|logga in|logg inn|log ind|logowanie|zaloguj się|iniciar sessão|вход|войти|ログイン|登录';

/** The words by themselves, alone or set apart from a shop's name: "Sign in desk stand" is a product. */
const loginTitle = new RegExp(
  `(?:^|[|–—:·»-]\\s*)(?:please )?(?:${loginWords})(?: (?:to|bei|zu|in|à|a|en|op|bij)\\b[^|–—]{0,60})?\\s*(?:[|–—:·«.!-]|$)`,
  'i',
);

const consentTitle =
  /^(before you (continue|visit|enter)|bevor (sie|du) (fortfahren|weitermach|weiterlesen)|avant de (continuer|poursuivre)|avant d.accéder|prima di (continuare|proseguire)|antes de (continuar|acceder|ir a)|voordat (u|je) (doorgaat|verder ?gaat)|(cookie|privacy|your) ?(and privacy )?consent|we value your privacy|your privacy( choices)?$|datenschutz ?einstellungen|cookie ?einstellungen|vos choix (en matière|concernant)|gestione dei consensi|cookie-?instellingen)/i;

const consentChoice =
  /\b(accept (all|and continue|cookies)|i (agree|accept)|agree and continue|alle akzeptieren|akzeptieren und weiter|zustimmen|tout accepter|accepter et (continuer|fermer)|accetta (tutti|tutto|e continua)|aceptar (todo|todas|y continuar)|alles accepteren|accepteren en doorgaan|godkänn alla|accepter alle)/i;

const regionWords =
  /(not|n['’]t|un) ?(currently |yet )?(be )?(available|accessible|offered) (in|to|for|from|within) (users |visitors |customers )?(in |from )?(your|this|the) (current )?(country|region|location|area|territory|european)|not available in your (country|region)|unavailable (in|for) your (country|region|location)|(do(es)? not|don['’]t|cannot|unable to) (ship to|serve|provide (this|our) (site|service|content)s? (in|to)|offer (this|our) (site|service)s? in) (your|this|most european) (country|region|countr)|blocked in your (country|region)|in (ihrem|deinem) land (leider )?nicht verfügbar|in ihrer region (leider )?nicht verfügbar|pas disponible dans (votre|ce) (pays|région)|non (è )?disponibile nel (tuo|suo) paese|no (está )?disponible en (tu|su) (país|región)|niet beschikbaar in (uw|jouw) (land|regio)/i;

const regionTitle = new RegExp(
  `${regionWords.source}|^(unavailable (for legal reasons|in your)|not available in|region (blocked|restricted|unavailable)|451\\b)`,
  'i',
);

const saleOfDomain =
  /\b(this |the )?domain( name)? ([\w.-]{3,80} )?(is|may be|could be|has been) (for sale|parked|available for (purchase|sale)|listed for sale)|buy this domain|(inquire|enquire|make an offer) (about|on|for) this domain|domain (is )?parked (free|by|with)|parked (domain|free, courtesy)|diese domain (steht|ist) (zum|zu) ver?kauf|(diese )?domain (zu verkaufen|kaufen|ist geparkt)|ce (nom de )?domaine est (à vendre|en vente|parqué)|questo dominio è in vendita|dominio in vendita|este dominio está (en venta|a la venta|aparcado)|deze domeinnaam (is|staat) te koop|domeinnaam te koop/i;

const offered =
  /for sale|is parked|parked (free|by|domain)|buy (this|the)|zu verkaufen|zum verkauf|geparkt|à vendre|en vente|in vendita|en venta|a la venta|te koop/i;

const passwordField: Sign = { where: 'tags', pattern: /<input\b[^>]{0,300}\btype=["']?password\b/i };

/** What one may not see without a login, as opposed to what a login offers. */
const loginNeeded =
  /\b(log|sign)(ged)?[ -]?in( or (register|create an account))? to (see|view|access) (this|the|our|prices|pricing|products)|you (must|need to|have to) (be logged in|log ?in|sign ?in)|(requires|is only (available|visible) (to|after|with)) (a login|logged[ -]in|registered|signing in|logging in)|(only|nur|seulement|solo|sólo|alleen) (for|für|pour|per|para|voor) (registered|trade|registrierte|fachhändler|clients|professionnels|utenti registrati|clientes registrados|ingelogde)|(melden sie sich|bitte) an(melden)?,? um (diese|die|den|das|preise|produkte)|connectez-vous pour (voir|consulter|accéder)|accedi per (vedere|visualizzare)|inicia sesión para (ver|acceder)|log in om (deze|de|prijzen|producten)/i;

/** Sources: public lists of parking services, and the wording that sites of several languages use. */
export const substituteRules: readonly SubstituteRule[] = [
  {
    category: 'login_required',
    message: 'the site led to a login form',
    groups: [
      [{ where: 'address', pattern: /[/.](log-?in|sign-?in|logon|sso|oauth2?|anmelden|connexion|inloggen)\b/i }],
      [passwordField],
    ],
  },
  {
    category: 'login_required',
    message: 'the page is a login form',
    groups: [
      [
        { where: 'title', pattern: loginTitle },
        { where: 'heading', pattern: loginTitle },
      ],
      [passwordField],
      [
        { where: 'text', pattern: loginNeeded },
        { where: 'way back', pattern: /./ },
      ],
    ],
  },
  {
    category: 'consent_required',
    message: 'the site led to a consent page',
    groups: [
      [
        {
          where: 'address',
          pattern: /^(consent|guce|cmp)\.|[/._-](cookie-?)?consent\b|\/(privacy|gdpr)-?(wall|gate)\b/i,
        },
      ],
      [{ where: 'text', pattern: /\bcookies?\b|\bconsent\b|privacy|datenschutz|confidentialité|privacidad/i }],
    ],
  },
  {
    category: 'consent_required',
    message: 'the page asks for consent and shows nothing else',
    groups: [
      [
        { where: 'title', pattern: consentTitle },
        { where: 'heading', pattern: consentTitle },
      ],
      [
        { where: 'text', pattern: consentChoice },
        { where: 'tags', pattern: new RegExp(`value=["'][^"']{0,20}${consentChoice.source}`, 'i') },
      ],
    ],
  },
  {
    category: 'region_blocked',
    message: 'the page says that it is not for this region',
    groups: [
      [{ where: 'text', pattern: regionWords }],
      [
        { where: 'title', pattern: regionTitle },
        { where: 'heading', pattern: regionTitle },
        { where: 'status', pattern: /^403$/ },
      ],
    ],
  },
  {
    category: 'parked',
    message: 'the domain is parked or for sale',
    groups: [
      [{ where: 'text', pattern: saleOfDomain }],
      [
        { where: 'own name', pattern: offered },
        { where: 'title', pattern: saleOfDomain },
      ],
    ],
  },
  {
    category: 'parked',
    message: 'the domain is held by a parking service',
    groups: [
      [
        {
          where: 'tags',
          pattern:
            /\b(sedoparking\.com|parkingcrew\.net|bodis(cdn)?\.com|parklogic\.com|above\.com\/marketplace|afternic\.com\/forsale|hugedomains\.com\/domain_profile)|wsimg\.com\/parking-lander/i,
        },
      ],
      [
        { where: 'own name', pattern: /./ },
        { where: 'text', pattern: saleOfDomain },
      ],
    ],
  },
];
