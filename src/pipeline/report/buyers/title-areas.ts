/** What somebody at a public body is responsible for. */
export type Area =
  | 'executive'
  | 'technology'
  | 'infosec'
  | 'safety'
  | 'procurement'
  | 'finance'
  | 'curriculum'
  | 'assessment'
  | 'special_education'
  | 'student_services'
  | 'advising'
  | 'enrollment'
  | 'registrar'
  | 'career'
  | 'academic'
  | 'advancement'
  | 'hr'
  | 'facilities'
  | 'operations'
  | 'transportation'
  | 'nutrition'
  | 'police'
  | 'fire'
  | 'public_works'
  | 'utilities'
  | 'parks'
  | 'library'
  | 'planning'
  | 'clerk'
  | 'health'
  | 'communications'
  | 'legal'
  | 'grants'
  | 'board'

/** How an area is called in a sentence. */
export const AREA_NAMES: Record<Area, string> = {
  executive: 'the whole organisation',
  technology: 'technology',
  infosec: 'information security',
  safety: 'safety and security',
  procurement: 'purchasing',
  finance: 'finance',
  curriculum: 'curriculum and instruction',
  assessment: 'assessment and data',
  special_education: 'special education',
  student_services: 'student services',
  advising: 'advising and student success',
  enrollment: 'enrolment and admissions',
  registrar: 'student records',
  career: 'career and workforce programmes',
  academic: 'academic affairs',
  advancement: 'advancement and alumni',
  hr: 'human resources',
  facilities: 'facilities',
  operations: 'operations',
  transportation: 'transportation',
  nutrition: 'food services',
  police: 'law enforcement',
  fire: 'fire and emergency services',
  public_works: 'public works',
  utilities: 'utilities',
  parks: 'parks and recreation',
  library: 'the library',
  planning: 'planning and permits',
  clerk: 'records and elections',
  health: 'health and human services',
  communications: 'communications',
  legal: 'legal affairs',
  grants: 'grants and federal programmes',
  board: 'the governing board',
}

/** Read on the words of `titleWords`; every area whose pattern is met counts. */
const PATTERNS: readonly (readonly [Area, RegExp])[] = [
  [
    'executive',
    /\b(?:(?:(?<![a-z] )|(?:assistant|associate|deputy|area|regional|district|interim|acting|division|schools?) )superintendent(?! of (?:roads|streets|buildings|grounds|public works|recreation|parks|maintenance))|(?:city|town|village|county|general|borough) (?:manager|administrator|executive)|chancellor|mayor|chief (?:executive|administrative) officer|cabinet secretary|county judge|chief of staff|(?<!vice )president(?! of the board))\b|^(?:interim |acting |deputy )?(?:executive director|administrator|commissioner|head of school|secretary of \w+)$/,
  ],
  [
    'technology',
    /\b(?:technology|(?<!public )information (?:officer|systems?|services)|mis|network|infrastructure|computer|digital|applications?|help ?desk|systems (?:administrator|engineer|analyst|manager)|erate|geographic|telecommunications?|software)\b/,
  ],
  ['infosec', /\b(?:infosec|cyber)\b/],
  [
    'safety',
    /\b(?:(?:school |campus |public )?safety|security|emergency (?:management|preparedness|operations)|resource officer)\b/,
  ],
  ['procurement', /\b(?:procure\w*|eprocurement|purchas\w*|contracts?|contracting|sourcing|buyer|supply chain)\b/],
  [
    'finance',
    /\b(?:financ(?:e|es|ial)(?! aid)|fiscal|budget\w*|business(?! (?:development|education|faculty|teacher))|controller|comptroller|treasurer|account(?:s|ing|ant)|auditor?|payroll|bursar|revenue|tax)\b/,
  ],
  [
    'curriculum',
    /\b(?:curriculum|early (?:childhood|learning)|pre ?k|preschool|head start|instruction(?:al)?|teaching and learning|learning|academics|academic (?:officer|services|programs)|literacy|reading|(?:elementary|secondary|primary) education|multilingual|bilingual|english learners?|professional (?:learning|development))\b/,
  ],
  ['assessment', /\b(?:assessments?|accountability|testing|research|evaluation|data|analytics|institutional)\b/],
  ['special_education', /\b(?:special (?:education|services|programs)|exceptional)\b/],
  [
    'student_services',
    /\b(?:(?:student|pupil) (?:\w+ )?(?:services|support|affairs|wellness|life|engagement|success|personnel|health|welfare|achievement)|counsel(?:ing|or)|guidance|wellness|behavioral|mental health|social emotional|attendance|truancy|dean of students|residen(?:ce|tial) life)\b/,
  ],
  ['advising', /\b(?:advis(?:ing|ement)|student success|retention|persistence|academic success|student achievement)\b/],
  ['enrollment', /\b(?:enrol(?:l)?ment|admissions?|financial aid)\b/],
  ['registrar', /\b(?:registrar(?! of voters)|student records)\b/],
  ['career', /\b(?:careers?|workforce|internships?|apprenticeships?)\b/],
  ['academic', /\b(?:provost|academic affairs|chief academic officer|dean(?! of students)|faculty affairs)\b/],
  [
    'advancement',
    /\b(?:advancement|alumni|fundraising|giving|donor|philanthropy|(?:institutional|resource) development)\b/,
  ],
  [
    'hr',
    /\b(?:human (?:resources|capital)|(?<!pupil )personnel|talent|people officer|recruiting|staffing|employee|benefits|substitute)\b/,
  ],
  [
    'facilities',
    /\b(?:facilit(?:y|ies)|maintenance|buildings?(?! (?:official|inspector|permits?))|construction|capital (?:projects?|planning|improvement)|plant|custodial|energy|sustainability|architect|real estate|grounds)\b/,
  ],
  ['operations', /\b(?:operations|operating officer)\b/],
  ['transportation', /\b(?:transportation|transit|fleet|bus|buses|vehicles?)\b/],
  ['nutrition', /\b(?:nutrition|food|cafeteria|meals?|dining)\b/],
  [
    'police',
    /\b(?:police|sheriff|law enforcement|jail|detention|corrections?|public safety|dispatch|911|patrol|undersheriff)\b/,
  ],
  ['fire', /\b(?:fire|firefighter|ems|emergency medical|ambulance|paramedic|rescue)\b/],
  [
    'public_works',
    /\b(?:public works|streets?|roads?|highways?|(?:city|county|town) engineer|solid waste|traffic|parking|engineering services)\b/,
  ],
  ['utilities', /\b(?:utilit(?:y|ies)|water|wastewater|sewer|electric)\b/],
  ['parks', /\b(?:parks|recreation|aquatics)\b/],
  ['library', /\b(?:librar(?:y|ies|ian)|reference services|technical services|circulation)\b/],
  [
    'planning',
    /\b(?:(?:city|community|urban|land use) planning|planning(?! and accountability)|community development|development services|zoning|permit\w*|building official|economic development|housing)\b/,
  ],
  [
    'clerk',
    /\b(?:(?:city|county|town|village|municipal|borough) (?:clerk|recorder|secretary)|clerk of (?:the )?(?:courts?|council|board)|recorder|records|elections?|registrar of voters)\b/,
  ],
  ['health', /\b(?:(?<!mental |behavioral |student )health|epidemiolog\w+|human services|social services)\b/],
  [
    'communications',
    /\b(?:communications?|public (?:information|affairs|relations)|marketing|(?:community|family|parent|resident) (?:engagement|relations|outreach|services)|web|translation)\b/,
  ],
  ['legal', /\b(?:attorney|general counsel|legal|courts?|judge|prosecutor)\b/],
  ['grants', /\b(?:grants?|federal programs|title i)\b/],
  [
    'board',
    /\b(?:(?:school |governing )?board (?:member|president|vice president|chair\w*|clerk|secretary|trustee)|trustees?|president of the board|council ?(?:member|man|woman)|councilors?|alder(?:man|woman|person)|commissioner district|regents?|school committee)\b/,
  ],
]

/** The areas of a title, in the order of the table; a seat on the board is nothing else. */
export function areasOf(words: string): Area[] {
  const areas = PATTERNS.filter(([, pattern]) => pattern.test(words)).map(([area]) => area)
  return areas.includes('board') ? ['board'] : areas
}
