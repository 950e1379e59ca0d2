/** A name as people write it and, where that is not plain Latin, as a login spells it. */
export type Name = readonly [written: string, spelled?: string];

export const FIRST_NAMES: readonly Name[] = [
  ['Anna'], ['Ben'], ['Carmen'], ['Daan'], ['Elena'], ['Femke'], ['George'], ['Hannah'], ['Ian'], ['Julia'], ['Kofi'], ['Lena'], ['Marco'],
  ['Nadia'], ['Oscar'], ['Priya'], ['Quentin'], ['Rosa'], ['Samuel'], ['Thijs'], ['Uma'], ['Victor'], ['Wanda'], ['Xander'], ['Yara'], ['Zeno'],
  ['Aisha'], ['Bruno'], ['Chloe'], ['Diego'], ['Emma'], ['Farid'], ['Grace'], ['Hugo'], ['Ingrid'], ['Jonas'], ['Kavya'], ['Lucas'], ['Mia'],
  ['Noah'], ['Olga'], ['Pavel'], ['Rahul'], ['Sofia'], ['Tomasz'], ['Vera'], ['Wei'], ['Ximena'], ['Yusuf'], ['Zara'], ['Amara'], ['Bram'],
  ['Jürgen', 'juergen'], ['Zoë', 'zoe'], ['José', 'jose'], ['Łukasz', 'lukasz'], ['Øyvind', 'oyvind'], ['Søren', 'soren'], ['Chloé', 'chloe'],
  ['Agnieszka'], ['Małgorzata', 'malgorzata'], ['André', 'andre'], ['Inês', 'ines'], ['Nguyễn', 'nguyen'], ['Şule', 'sule'], ['Mary Jane', 'mary.jane'],
  ['Ольга', 'olga'], ['Дмитрий', 'dmitry'], ['Ελένη', 'eleni'], ['さくら', 'sakura'], ['健太', 'kenta'], ['伟', 'wei'], ['秀英', 'xiuying'],
  ['민준', 'minjun'], ['محمد', 'mohammed'], ['ليلى', 'layla'], ['נועה', 'noa'], ['अनन्या', 'ananya'], ['Jean-Luc', 'jean-luc'],
];

export const LAST_NAMES: readonly Name[] = [
  ['Adams'], ['Bakker'], ['Clarke'], ['de Vries', 'devries'], ['Evans'], ['Fischer'], ['Gupta'], ['Hughes'], ['Iyer'], ['Jansen'], ['Kowalski'],
  ['Larsen'], ['Meyer'], ['Novak'], ['Okafor'], ['Patel'], ['Quinn'], ['Rossi'], ['Silva'], ['Taylor'], ['Ueda'], ['van den Berg', 'vandenberg'],
  ['Walker'], ['Xu'], ['Young'], ['Zhang'], ['Anders'], ['Brandt'], ['Costa'], ['Dubois'], ['Eriksson'], ['Ferreira'], ['Garcia'], ['Haddad'],
  ['Ito'], ['Jones'], ['Kaur'], ['Lindqvist'], ['Moreau'], ['Nakamura'], ['Oliveira'], ['Petrov'], ['Reddy'], ['Santos'], ['Tanaka'], ['Ullah'],
  ['Verma'], ['Weber'], ['Yilmaz'], ['Zielinski'], ["O'Brien", "o'brien"], ["O'Neill", "o'neill"], ["D'Angelo", "d'angelo"], ['Smith-Jones', 'smith-jones'],
  ['Müller', 'mueller'], ['Nuñez', 'nunez'], ['Škvorecký', 'skvorecky'], ['Gonçalves', 'goncalves'], ['Jørgensen', 'jorgensen'], ['Łoś', 'los'],
  ['Иванова', 'ivanova'], ['Соколов', 'sokolov'], ['Παπαδόπουλος', 'papadopoulos'], ['佐藤', 'sato'], ['鈴木', 'suzuki'], ['王', 'wang'], ['李', 'li'],
  ['김', 'kim'], ['박', 'park'], ['الحسن', 'alhassan'], ['כהן', 'cohen'], ['शर्मा', 'sharma'], ["N'Diaye", "n'diaye"],
];

/** Appended to the display name of a few: people do that. */
export const EMOJI: readonly string[] = ['🌻', '🚀', '🐙', '👩🏽‍💻', '☕️'];

export interface Department {
  readonly weight: number;
  readonly name: string;
  readonly division: string;
  readonly costCenter: string;
  readonly titles: readonly string[];
  /** Shared by everybody who has them: profiles are many, lists of skills are few. */
  readonly skills: readonly (readonly string[])[];
}

export const DEPARTMENTS: readonly Department[] = [
  { weight: 26, name: 'Engineering', division: 'Technology', costCenter: 'CC-1100', titles: ['Software Engineer', 'Senior Software Engineer', 'Staff Engineer', 'Site Reliability Engineer', 'QA Engineer'], skills: [['typescript', 'postgresql'], ['java', 'kafka'], ['go', 'kubernetes', 'terraform'], ['python'], []] },
  { weight: 16, name: 'Sales', division: 'Commercial', costCenter: 'CC-2100', titles: ['Account Executive', 'Sales Development Representative', 'Regional Sales Manager', 'Sales Engineer'], skills: [['negotiation'], ['forecasting', 'crm'], ['public speaking']] },
  { weight: 10, name: 'Customer Success', division: 'Commercial', costCenter: 'CC-2200', titles: ['Customer Success Manager', 'Support Engineer', 'Onboarding Specialist'], skills: [['support'], ['training', 'crm']] },
  { weight: 8, name: 'Operations', division: 'Corporate', costCenter: 'CC-3100', titles: ['Operations Analyst', 'Facilities Coordinator', 'Procurement Specialist'], skills: [['logistics'], ['procurement', 'excel']] },
  { weight: 7, name: 'Finance', division: 'Corporate', costCenter: 'CC-3200', titles: ['Accountant', 'Financial Analyst', 'Controller', 'Payroll Specialist'], skills: [['ifrs', 'excel'], ['payroll'], ['treasury']] },
  { weight: 7, name: 'Marketing', division: 'Commercial', costCenter: 'CC-2300', titles: ['Marketing Manager', 'Content Strategist', 'Designer'], skills: [['seo'], ['design', 'illustration'], ['events']] },
  { weight: 6, name: 'Product', division: 'Technology', costCenter: 'CC-1200', titles: ['Product Manager', 'Product Designer', 'UX Researcher'], skills: [['roadmapping'], ['figma', 'research']] },
  { weight: 6, name: 'IT', division: 'Technology', costCenter: 'CC-1300', titles: ['Systems Administrator', 'Service Desk Analyst', 'Identity Engineer', 'Network Engineer'], skills: [['active directory', 'okta'], ['networking'], ['itil', 'macos']] },
  { weight: 5, name: 'People', division: 'Corporate', costCenter: 'CC-3300', titles: ['HR Business Partner', 'Recruiter', 'People Operations Specialist'], skills: [['recruiting'], ['labour law']] },
  { weight: 4, name: 'Security', division: 'Technology', costCenter: 'CC-1400', titles: ['Security Analyst', 'Security Engineer', 'Detection Engineer', 'GRC Specialist'], skills: [['detection', 'sigma'], ['forensics'], ['iso 27001']] },
  { weight: 3, name: 'Legal', division: 'Corporate', costCenter: 'CC-3400', titles: ['Counsel', 'Paralegal', 'Privacy Officer'], skills: [['gdpr'], ['contracts']] },
  { weight: 2, name: 'Research', division: 'Technology', costCenter: 'CC-1500', titles: ['Research Scientist', 'Data Scientist'], skills: [['statistics', 'python'], ['machine learning']] },
];

export const VENDORS: readonly string[] = ['Fabrikam Staffing', 'Tailspin Consulting', 'Adatum Services'];
