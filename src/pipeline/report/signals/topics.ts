import { stem } from './tokens.ts'

/**
 * What public buyers buy, as groups of words that mean the same purchase. A product that says `advising` fits a signal
 * that says `retention` although they share no word. One line per group; words are single and compared as stems. Only
 * words that belong to one purchase are listed: `service` or `system` would tie everything to everything.
 */
const GROUPS = `
advising advisor counseling counselor guidance retention persistence graduation caseload studentsuccess
attendance absenteeism absence truancy chronic
tutoring tutor literacy numeracy intervention remediation dyslexia
curriculum courseware textbook instructional lesson phonics
assessment testing exam proctoring diagnostic benchmark
lms canvas schoology moodle blackboard
sis rostering gradebook powerschool
enrollment admissions recruitment applicant yield
crm salesforce slate
wellness counseling mentalhealth behavioral sel telehealth psychologist suicide
iep 504 sped disability
career internship apprenticeship workforce employability credential
alumni fundraising donor advancement giving
nutrition cafeteria meal lunch breakfast
transportation bus buses routing route ridership
fleet vehicle telematics motor ev charging
hvac boiler chiller ventilation
energy solar lighting led efficiency
facilities maintenance custodial workorder janitorial
construction renovation modernization architect
roof roofing asphalt paving resurfacing sidewalk
water wastewater sewer stormwater meter ami
waste recycling refuse landfill
cybersecurity cyber ransomware phishing endpoint siem mfa firewall breach malware ciso infosec hacker
network wifi broadband fiber erate connectivity switch
voip telephony phone telecom
device laptop chromebook tablet
backup recovery datacenter
erp finance payroll ledger accounting workday
budgeting forecasting appropriation
hr hiring recruiting onboarding hris talent substitute staffing
training coaching upskilling
permitting permit licensing inspection zoning entitlement
gis mapping geospatial parcel
311 citizen resident constituent
agenda minutes clerk livestream transparency
records foia archive ecm digitization redaction
website cms ada wcag accessibility
translation interpretation multilingual language
communication messaging notification sms newsletter
police bodycam camera evidence dispatch cad 911 sheriff
fire ems ambulance paramedic apparatus
jail inmate corrections detention
court docket probation judicial
safety security visitor weapon detector vape intrusion lockdown
parking citation garage
traffic intersection crash
transit paratransit farebox
parks recreation aquatics
library circulation ebook
election voter ballot
property appraisal tax cama
payment billing collections invoice
insurance benefits risk
audit compliance attestation
analytics dashboard warehouse reporting
ai chatbot generative copilot automation
grant grants award subrecipient
asset inventory barcode rfid
esignature signature forms workflow
procurement sourcing bidding eprocurement
health clinic immunization epidemiology
housing homeless shelter
childcare preschool kindergarten prek
athletics stadium turf
print printer copier
furniture desk
drone aerial
survey feedback sentiment
`

/** Stem → the numbers of the groups it belongs to. */
export type TopicIndex = ReadonlyMap<string, readonly number[]>

/** The table above, read once by whoever ranks. */
export function createTopicIndex(): TopicIndex {
  const index = new Map<string, number[]>()
  const groups = GROUPS.trim().split('\n')
  for (const [number, group] of groups.entries())
    for (const word of group.split(' ')) {
      const key = stem(word)
      index.set(key, [...(index.get(key) ?? []), number])
    }
  return index
}
