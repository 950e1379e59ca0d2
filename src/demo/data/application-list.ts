/** An application to be made. */
export interface ApplicationPlan {
  readonly key: string;
  readonly label: string;
  readonly mode: string | null;
  /** Okta's internal name of the integration; made of the key when left out. */
  readonly name?: string;
  readonly inactive?: true;
  /** Groups assigned to it, by key. */
  readonly groups?: readonly string[];
  /** So many people have it without any group. */
  readonly direct?: number;
  /** Key of its authentication policy; that of most applications when left out. */
  readonly policy?: string;
  /** No tile: Okta's own applications, MFA integrations, service applications. */
  readonly hidden?: true;
  /** OIDC: the server authenticates with a client secret, which GET sends. */
  readonly secret?: true;
  readonly oidc?: 'web' | 'browser' | 'native' | 'service';
  /** SWA: everybody signs in with this one account. */
  readonly shared?: true;
}

/** Users of these may come, but nobody has: the assignments are old and the log knows no sign-in. */
export const UNUSED_KEY = 'tape-library';

/** Reached only through the group that a rule fills. */
export const RULE_ONLY_KEY = 'docket';

/** Taken from nobody when they left. */
export const LEAVER_KEY = 'crm';

const SYSTEM: readonly ApplicationPlan[] = [
  { key: 'admin-console', label: 'Okta Admin Console', name: 'saasure', mode: 'OPENID_CONNECT', policy: 'admin-console', hidden: true },
  { key: 'dashboard', label: 'Okta Dashboard', name: 'okta_enduser', mode: 'OPENID_CONNECT', hidden: true },
  { key: 'browser-plugin', label: 'Okta Browser Plugin', name: 'okta_browser_plugin', mode: 'OPENID_CONNECT', hidden: true },
  { key: 'active-directory', label: 'corp.northwind.example', name: 'active_directory', mode: null, groups: ['ad/Domain Users'], hidden: true },
  { key: 'ldap', label: 'LDAP Interface', name: 'ldap_interface', mode: null, hidden: true },
  { key: 'rdp', label: 'Windows servers (RDP)', name: 'rdp_mfa', mode: 'MFA_AS_SERVICE', groups: ['ad/Remote Desktop Users'], hidden: true },
];

const SAML: readonly ApplicationPlan[] = [
  { key: 'mail', label: 'Northwind Mail', mode: 'SAML_2_0', groups: ['everyone'] },
  { key: 'calendar', label: 'Northwind Calendar', mode: 'SAML_2_0', groups: ['everyone'] },
  { key: 'hr', label: 'Harbor HR', mode: 'SAML_2_0', groups: ['employees'] },
  { key: 'crm', label: 'Quarry CRM', mode: 'SAML_2_0', groups: ['crm'], direct: 6 },
  { key: 'erp', label: 'Ledgerline ERP', mode: 'SAML_2_0', groups: ['erp', 'department/Finance'], direct: 3, policy: 'finance' },
  { key: 'expenses', label: 'Expenses', mode: 'SAML_2_0', groups: ['employees'], policy: 'finance' },
  { key: 'docket', label: 'Docket Archive', mode: 'SAML_2_0', groups: ['legal-hold'] },
  { key: 'training', label: 'Lyceum Training', mode: 'SAML_2_0', groups: ['employees', 'contractors'] },
  { key: 'travel', label: 'Wayfarer Travel', mode: 'SAML_2_0', groups: ['travellers', 'managers'], direct: 12 },
  { key: 'treasury', label: 'Keystone Treasury', mode: 'SAML_2_0', groups: ['payroll'], policy: 'finance' },
  { key: 'old-intranet', label: 'Intranet (2019)', mode: 'SAML_2_0', inactive: true, groups: ['everyone'] },
  { key: 'benefits', label: 'Meadow Benefits', mode: 'SAML_1_1', groups: ['department/People'], direct: 8 },
  { key: 'partner-portal', label: 'Fabrikam Partner Portal', mode: 'WS_FEDERATION', name: 'template_wsfed', groups: ['contractors'] },
  { key: 'meetings', label: 'Roundtable Meetings', mode: 'WS_FEDERATION', name: 'template_wsfed', groups: ['board'] },
];

const OIDC: readonly ApplicationPlan[] = [
  { key: 'source', label: 'Forge Source Control', mode: 'OPENID_CONNECT', oidc: 'web', secret: true, groups: ['source-control'], policy: 'engineering' },
  { key: 'ci', label: 'Anvil CI', mode: 'OPENID_CONNECT', oidc: 'web', secret: true, groups: ['department/Engineering'], policy: 'engineering' },
  { key: 'wiki', label: 'Lantern Wiki', mode: 'OPENID_CONNECT', oidc: 'browser', groups: ['department/Engineering', 'department/Product', 'department/IT', 'department/Security'] },
  { key: 'analytics', label: 'Sextant Analytics', mode: 'OPENID_CONNECT', oidc: 'web', secret: true, groups: ['analytics'], direct: 5 },
  { key: 'mobile', label: 'Northwind Mobile', mode: 'OPENID_CONNECT', oidc: 'native', groups: ['beta'] },
  { key: 'siem', label: 'Log export service', mode: 'OPENID_CONNECT', oidc: 'service', secret: true, hidden: true },
  { key: 'provisioner', label: 'Provisioning service', mode: 'OPENID_CONNECT', oidc: 'service', hidden: true },
  { key: 'design', label: 'Palette Design', mode: 'OPENID_CONNECT', oidc: 'web', secret: true, groups: ['design'] },
  { key: 'vpn', label: 'VPN', mode: 'OPENID_CONNECT', oidc: 'web', secret: true, groups: ['vpn'] },
  { key: 'old-pilot', label: 'Pilot of the new portal', mode: 'OPENID_CONNECT', oidc: 'web', secret: true, inactive: true, direct: 10 },
];

const OTHERS: readonly ApplicationPlan[] = [
  { key: 'expenses-swa', label: 'Expenses', mode: 'BROWSER_PLUGIN', name: 'template_swa', groups: ['contractors'] },
  { key: 'press', label: 'Pressroom', mode: 'BROWSER_PLUGIN', name: 'template_swa3field', groups: ['department/Marketing'], shared: true },
  { key: 'social', label: 'Chirper (company account)', mode: 'BROWSER_PLUGIN', name: 'template_swa', direct: 6, shared: true },
  { key: 'supplier', label: 'Supplier Catalogue', mode: 'AUTO_LOGIN', groups: ['department/Operations'] },
  { key: 'bank', label: 'Woodgrove Bank', mode: 'AUTO_LOGIN', direct: 5, policy: 'finance', shared: true },
  { key: 'tape-library', label: 'Tape Library', mode: 'SECURE_PASSWORD_STORE', name: 'template_sps', groups: ['records'] },
  { key: 'parking', label: 'Parking', mode: 'SECURE_PASSWORD_STORE', name: 'template_sps', groups: ['office/Amsterdam', 'office/London'] },
  { key: 'printers', label: 'Printer status page', mode: 'BASIC_AUTH', name: 'template_basic_auth', groups: ['department/IT'] },
  { key: 'canteen', label: 'Canteen menu 🍜', mode: 'BOOKMARK', name: 'bookmark', groups: ['office/Amsterdam'] },
  { key: 'handbook', label: 'Handbook', mode: 'BOOKMARK', name: 'bookmark', groups: ['everyone'] },
];

/** The 40 applications. Two are called Expenses. */
export const APPLICATION_PLANS: readonly ApplicationPlan[] = [...SYSTEM, ...SAML, ...OIDC, ...OTHERS];

/** Okta's internal name of the integration. */
export function internalName(plan: ApplicationPlan): string {
  if (plan.name !== undefined) return plan.name;
  return plan.oidc === undefined ? `northwind_${plan.key.replaceAll('-', '')}_1` : 'oidc_client';
}
