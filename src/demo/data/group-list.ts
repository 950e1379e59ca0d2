import type { JsonObject } from '../../json.js';
import type { GroupType, Person } from './model.js';
import { DEPARTMENTS } from './names.js';
import { OFFICES } from './places.js';
import type { Random } from './random.js';

/** A group to be made. `share`: that part of those who fit; `size`: exactly so many of them. */
export interface GroupPlan {
  readonly key: string;
  readonly name: string;
  readonly type: GroupType;
  readonly description: string | null;
  readonly fits: (person: Person) => boolean;
  readonly share?: number;
  readonly size?: number;
  /** Custom attributes of the group profile, or what Active Directory adds. */
  readonly extras?: JsonObject;
}

/** A rule that fills a group with everybody its expression fits. Only ACTIVE rules fill. */
export interface RulePlan {
  readonly key: string;
  readonly name: string;
  readonly group: string;
  readonly expression: string;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'INVALID';
}

const anybody = (): boolean => true;
const nobody = (): boolean => false;
const inDepartment = (...names: string[]) => (person: Person): boolean => names.includes(person.department.name);
const employeeIn = (...names: string[]) => (person: Person): boolean => names.includes(person.department.name) && !person.contractor;
/** Who may hold an administrator role through a group: people who sign in, or dormant administrators would be many. */
const staffIn = (...names: string[]) => (person: Person): boolean => names.includes(person.department.name) && !person.contractor && person.engaged && person.status === 'ACTIVE';

function okta(key: string, name: string, description: string | null, fits: GroupPlan['fits'], more: Partial<GroupPlan> = {}): GroupPlan {
  return { key, name, type: 'OKTA_GROUP', description, fits, ...more };
}

function adExtras(name: string, scope: string, random: Random): JsonObject {
  const account = name.replaceAll(' ', '');
  const relative = random.int(1100, 9999);
  return {
    groupType: 'Security', groupScope: scope, samAccountName: account, windowsDomainQualifiedName: `CORP\\${account}`,
    objectSid: `S-1-5-21-1004336348-1177238915-682003330-${relative}`, externalId: Buffer.from(`${account}-${relative}`).toString('base64'),
    dn: `CN=${name},OU=Groups,DC=corp,DC=northwind,DC=example`,
  };
}

function departmentGroups(): GroupPlan[] {
  return DEPARTMENTS.map(({ name, costCenter }) => okta(`department/${name}`, name, `Everybody in ${name}`, inDepartment(name), { extras: { costCenter, tier: 2, dynamic: true } }));
}

function officeGroups(): GroupPlan[] {
  return OFFICES.map((place) => okta(`office/${place.city}`, `Office ${place.city}`, `People who work from ${place.city}`, (person) => person.place === place));
}

function teams(): GroupPlan[] {
  return [
    okta('employees', 'Employees', 'Filled by a rule', (person) => !person.contractor),
    okta('contractors', 'Contractors', 'Filled by a rule', (person) => person.contractor),
    okta('vpn', 'VPN Users', 'May use the VPN. Licensed for 600 people', (person) => person.status === 'ACTIVE', { size: 600, extras: { owner: 'network@northwind.example', licences: 600, tags: ['network', 'licensed'] } }),
    okta('managers', 'Managers', 'People who lead others', (person) => person.title.startsWith('Head of') || person.title.endsWith('Manager')),
    okta('legal-hold', 'Legal Hold Reviewers', 'Access to the docket archive. Filled by a rule; do not edit by hand', employeeIn('Legal')),
    okta('service-desk', 'Service Desk', 'Resets passwords and factors', staffIn('IT'), { share: 0.4, extras: { owner: 'it@northwind.example', privileged: true } }),
    okta('identity-team', 'Identity Team', 'Runs Okta', staffIn('IT'), { size: 4, extras: { owner: 'it@northwind.example', privileged: true } }),
    okta('security-operations', 'Security Operations', 'Watches the log', staffIn('Security'), { share: 0.5, extras: { privileged: true } }),
    okta('crm', 'CRM Users', null, inDepartment('Sales', 'Customer Success', 'Marketing'), { share: 0.9 }),
    okta('erp', 'ERP Users', null, inDepartment('Finance', 'Operations'), { share: 0.8 }),
    okta('payroll', 'Payroll Approvers', 'Four eyes', employeeIn('Finance', 'People'), { share: 0.12 }),
    okta('source-control', 'Source Control Users', null, inDepartment('Engineering', 'Product', 'Research', 'Security'), { share: 0.95 }),
    okta('ci-admins', 'CI Administrators', null, employeeIn('Engineering'), { share: 0.05 }),
    okta('analytics', 'Analytics Viewers', null, inDepartment('Product', 'Marketing', 'Research', 'Finance'), { share: 0.5 }),
    okta('design', 'Designers', null, inDepartment('Product', 'Marketing'), { share: 0.3 }),
    okta('beta', 'Beta Testers 🧪', 'Volunteers', anybody, { share: 0.04 }),
    okta('board', 'Board', null, (person) => person.title.startsWith('Head of')),
    okta('travellers', 'Voyageurs fréquents', 'People who travel more than ten days a month', (person) => !person.contractor, { share: 0.03 }),
    okta('project-atlas', 'Project Atlas', 'Kept for the next project; empty today', nobody),
    okta('records', 'Records Keepers', 'The archive of tapes', (person) => person.index < 400 && person.status === 'ACTIVE', { size: 9 }),
  ];
}

function directoryGroups(random: Random): GroupPlan[] {
  const ad = (name: string, scope: string, fits: GroupPlan['fits'], share = 1): GroupPlan =>
    ({ key: `ad/${name}`, name, type: 'APP_GROUP', description: `CORP\\${name}`, fits, share, extras: adExtras(name, scope, random) });
  return [
    ad('Domain Users', 'Global', (person) => !person.contractor), ad('Domain Admins', 'Global', staffIn('IT'), 0.1), ad('Enterprise Admins', 'Universal', staffIn('IT'), 0.05),
    ad('Finance', 'Global', inDepartment('Finance')), ad('File Share Read', 'DomainLocal', anybody, 0.6), ad('File Share Write', 'DomainLocal', anybody, 0.2),
    ad('Remote Desktop Users', 'DomainLocal', inDepartment('IT', 'Engineering'), 0.3), ad('Printers Amsterdam', 'DomainLocal', (person) => person.place.city === 'Amsterdam'),
    ad('Printers London', 'DomainLocal', (person) => person.place.city === 'London'), ad('SQL Readers', 'Global', inDepartment('Engineering', 'Finance'), 0.2),
    ad('Mail Archive', 'Universal', employeeIn('Legal', 'Finance')), ad('Wireless Guests', 'Global', (person) => person.contractor), ad('Backup Operators', 'DomainLocal', staffIn('IT'), 0.2),
    ad('Meeting Rooms', 'Universal', anybody, 0.3), ad('Legacy ERP', 'Global', inDepartment('Finance', 'Operations'), 0.5), ad('Test OU', 'Global', nobody),
  ];
}

/** The 60 groups. Two are called Finance: one of Okta, one of the directory. */
export function groupPlans(random: Random): GroupPlan[] {
  return [
    { key: 'everyone', name: 'Everyone', type: 'BUILT_IN', description: 'All users in your organization', fits: anybody },
    { key: 'administrators', name: 'Okta Administrators', type: 'BUILT_IN', description: 'Okta manages this group, which contains all administrators in your organization.', fits: nobody },
    ...departmentGroups(), ...officeGroups(), ...teams(), ...directoryGroups(random),
  ];
}

export const RULE_PLANS: readonly RulePlan[] = [
  { key: 'employees', name: 'Employees', group: 'employees', expression: 'user.isContractor==false', status: 'ACTIVE' },
  { key: 'contractors', name: 'Contractors', group: 'contractors', expression: 'user.isContractor==true', status: 'ACTIVE' },
  { key: 'legal-hold', name: 'Counsel reviews legal holds', group: 'legal-hold', expression: 'user.department=="Legal" AND user.isContractor==false', status: 'ACTIVE' },
  { key: 'engineering', name: 'Engineering by department', group: 'department/Engineering', expression: 'user.department=="Engineering"', status: 'ACTIVE' },
  { key: 'sales', name: 'Sales by department', group: 'department/Sales', expression: 'user.department=="Sales"', status: 'ACTIVE' },
  { key: 'finance', name: 'Finance by department', group: 'department/Finance', expression: 'user.department=="Finance"', status: 'ACTIVE' },
  { key: 'amsterdam', name: 'Office Amsterdam by city', group: 'office/Amsterdam', expression: 'user.city=="Amsterdam"', status: 'ACTIVE' },
  { key: 'old-wireless', name: 'Guests of the old wireless network', group: 'project-atlas', expression: 'String.startsWith(user.organization,"Adatum")', status: 'INACTIVE' },
  { key: 'broken', name: 'Atlas (broken)', group: 'project-atlas', expression: 'String.stringContains(user.projectCode,"ATLAS")', status: 'INVALID' },
];
