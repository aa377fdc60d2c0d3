/** Short forms in titles of public bodies, whole words, after capitals and accents are gone. */
const LONG_FORMS: Record<string, string> = {
  asst: 'assistant',
  assoc: 'associate',
  supt: 'superintendent',
  superint: 'superintendent',
  dir: 'director',
  mgr: 'manager',
  coord: 'coordinator',
  adm: 'administrator',
  admin: 'administrative',
  exec: 'executive',
  spec: 'specialist',
  svcs: 'services',
  srvcs: 'services',
  tech: 'technology',
  technologies: 'technology',
  ops: 'operations',
  maint: 'maintenance',
  trans: 'transportation',
  curr: 'curriculum',
  instr: 'instruction',
  dept: 'department',
  info: 'information',
  gen: 'general',
  govt: 'government',
  purch: 'purchasing',
  vp: 'vice president',
  avp: 'associate vice president',
  svp: 'senior vice president',
  evp: 'executive vice president',
  cio: 'chief information officer',
  cto: 'chief technology officer',
  ciso: 'chief infosec officer',
  cfo: 'chief financial officer',
  coo: 'chief operating officer',
  ceo: 'chief executive officer',
  chro: 'chief human resources officer',
  cpo: 'chief procurement officer',
  hr: 'human resources',
  sped: 'special education',
  cte: 'career and technical education',
  sis: 'student information system',
  gis: 'geographic information gis',
  pio: 'public information officer',
}

/** Spanish words of titles, so that `Directora de Tecnología` is read as what it says. */
const SPANISH: Record<string, string> = {
  director: 'director',
  directora: 'director',
  subdirector: 'assistant director',
  subdirectora: 'assistant director',
  superintendente: 'superintendent',
  gerente: 'manager',
  jefe: 'head',
  jefa: 'head',
  coordinadora: 'coordinator',
  coordinador: 'coordinator',
  tecnologia: 'technology',
  informatica: 'information technology',
  sistemas: 'information systems',
  compras: 'purchasing',
  adquisiciones: 'procurement',
  finanzas: 'finance',
  comunicaciones: 'communications',
  transporte: 'transportation',
  biblioteca: 'library',
  bibliotecaria: 'librarian',
  curriculo: 'curriculum',
  ensenanza: 'instruction',
  estudiantiles: 'student services',
  alcalde: 'mayor',
  alcaldesa: 'mayor',
  policia: 'police',
  bomberos: 'fire',
  secretaria: 'secretary',
  maestra: 'teacher',
  maestro: 'teacher',
}

const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bc ?and ?i\b/g, 'curriculum and instruction'],
  [/\bt ?and ?l\b/g, 'teaching and learning'],
  [/\brecursos humanos\b/g, 'human resources'],
  [/\bobras publicas\b/g, 'public works'],
  [/\binformation (?:and cyber ?)?security\b/g, 'infosec'],
  [/\bcyber ?security\b/g, 'infosec'],
  [/\b(?:dy|dep) (?=\w)/g, 'deputy '],
]

/**
 * A title as plain lower-case words with short forms written out: `Asst. Supt., C&I` is `assistant superintendent
 * curriculum and instruction`. For reading only; what is shown stays verbatim. `IT` counts in capitals alone.
 */
export function titleWords(title: string): string {
  const spelled = title
    .slice(0, 300)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\bI\.?T\.?(?![\p{L}])/gu, 'information technology')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/\be-(?=[a-z])/g, 'e')
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const isSpanish = /\b(?:de|del|la)\b/.test(spelled) || /^(?:superintendente|alcalde|alcaldesa)$/.test(spelled)
  const words = spelled.split(' ').map((word) => {
    const spanish = isSpanish && Object.hasOwn(SPANISH, word) ? SPANISH[word] : undefined
    return spanish ?? (Object.hasOwn(LONG_FORMS, word) ? LONG_FORMS[word] : undefined) ?? word
  })
  return PHRASES.reduce((text, [short, long]) => text.replace(short, long), words.join(' '))
}
