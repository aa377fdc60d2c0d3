import { describe, expect, test } from 'vitest'
import { readByRules } from '../../../src/pipeline/report/reply/read-rules.ts'

type Wanted = { name: string | null; email?: string; title?: string }

/** Replies invented for these tests; none is from the labelled set. Only what is written here is looked at. */
const EXAMPLES: [string, Wanted][] = [
  [
    'This would be for Hanna Voss, our VP of Government Sales. hanna.voss@cobalt-transit.example',
    { name: 'Hanna Voss', email: 'hanna.voss@cobalt-transit.example', title: 'VP of Government Sales' },
  ],
  ['I only do the books here. Talk to Luis in business development.', { name: 'Luis' }],
  ["Grace Okafor runs our public sector team, she's the one you want.", { name: 'Grace Okafor' }],
  ["I'm passing this on to Dmitri who looks after municipal accounts. He'll reach out if it fits.", { name: 'Dmitri' }],
  ['I left Cobalt in January. My successor is Petra Nowak.', { name: 'Petra Nowak' }],
  [
    'Thank you for your email. Rachel Kim is no longer employed at Cobalt Transit. For sales matters please email Owen Tate at otate@cobalt-transit.example.',
    { name: 'Owen Tate', email: 'otate@cobalt-transit.example' },
  ],
  ['Not me. Marta Ruiz (Director, K12) owns that.', { name: 'Marta Ruiz', title: 'Director' }],
  ["You'd be better off with Yusuf Demir, he leads bids.", { name: 'Yusuf Demir' }],
  [
    'Please send this type of thing to vendors@cobalt-transit.example',
    { name: null, email: 'vendors@cobalt-transit.example' },
  ],
  [
    "I don't make purchasing decisions. Our COO Bea Lindqvist-Moore does.",
    { name: 'Bea Lindqvist-Moore', title: 'COO' },
  ],
  ["I've moved over to product, so my colleague Kofi Mensah has taken over state and local.", { name: 'Kofi Mensah' }],
  [
    'Ich bin dafür nicht zuständig. Bitte wenden Sie sich an Sofia Lange, Leiterin Vertrieb.',
    { name: 'Sofia Lange', title: 'Leiterin Vertrieb' },
  ],
  [
    "Ce n'est pas mon domaine, merci de contacter Claire Fabre (claire.fabre@cobalt.example).",
    { name: 'Claire Fabre', email: 'claire.fabre@cobalt.example' },
  ],
  [
    'No me corresponde a mí, escriba a Tomás Rey, gerente de ventas.',
    { name: 'Tomás Rey', title: 'gerente de ventas' },
  ],
  ['Above my pay grade. Delphine Achebe would be the person to ask.', { name: 'Delphine Achebe' }],
  [
    "I'd start with Sam Whitfield, our chief revenue officer.",
    { name: 'Sam Whitfield', title: 'chief revenue officer' },
  ],
  ['Our CRO makes these calls, not me.', { name: null, title: 'CRO' }],
  [
    "Hi Maya, I'm in HR so this isn't for me. Anders (anders@cobalt.example) handles vendors like you.",
    { name: 'Anders', email: 'anders@cobalt.example' },
  ],
  [
    'I retired in May. Lena Hartog replaced me, her email is lhartog@cobalt.example.',
    { name: 'Lena Hartog', email: 'lhartog@cobalt.example' },
  ],
  ['For anything government related, Nils Berg is your man.', { name: 'Nils Berg' }],
  [
    'Hello, please direct this to Renee Castellano, she oversees partnerships and data tools.',
    { name: 'Renee Castellano' },
  ],
  ['Forwarded to Tobias, our bid manager. Please deal with him directly.', { name: 'Tobias', title: 'bid manager' }],
  ['Mei-Ling Chow is who you should be emailing about this, not me.', { name: 'Mei-Ling Chow' }],
  [
    'Not something I deal with, Imani Brooks does. imani.brooks@cobalt.example',
    { name: 'Imani Brooks', email: 'imani.brooks@cobalt.example' },
  ],
  ['Greg in sales is better placed to answer this.', { name: 'Greg' }],
  [
    'Farah Aziz is our Director of Business Development and the right contact for this.',
    { name: 'Farah Aziz', title: 'Director of Business Development' },
  ],
  [
    'Hi, Joao Pinto took over my accounts. You can reach him at jpinto@cobalt.example.',
    { name: 'Joao Pinto', email: 'jpinto@cobalt.example' },
  ],
  ['Please reach out to Ms. Lotte Brandt, she heads the public sector unit.', { name: 'Lotte Brandt' }],
  [
    'This message was sent to an unmonitored account. Stella Marsh has left the company; please contact Vikram Nair, Account Director (vikram.nair@cobalt.example).',
    { name: 'Vikram Nair', email: 'vikram.nair@cobalt.example', title: 'Account Director' },
  ],
  ["I'm only an intern. Ask Chidi.", { name: 'Chidi' }],
  [
    'I have shared this with Ursula Frey, who is responsible for tenders. She will contact you if needed.',
    { name: 'Ursula Frey' },
  ],
  [
    'Wrong team. noor@cobalt.example is where this belongs. Noor runs growth.',
    { name: 'Noor', email: 'noor@cobalt.example' },
  ],
  ['Send this to our sales inbox instead, sales@cobalt.example.', { name: null, email: 'sales@cobalt.example' }],
  ["I'm not in charge of that. Our sales lead Tim O'Leary is.", { name: "Tim O'Leary", title: 'sales lead' }],
  ['Let me put you in touch with Hye-jin Park, our bid director.', { name: 'Hye-jin Park', title: 'bid director' }],
  [
    'For this subject please write to Eleni Papas - e.papas@cobalt.example',
    { name: 'Eleni Papas', email: 'e.papas@cobalt.example' },
  ],
  ['My colleague Marek Dvorak would be a better contact as he deals with county business.', { name: 'Marek Dvorak' }],
  [
    'La persona encargada es Beatriz Luna (beatriz@cobalt.example).',
    { name: 'Beatriz Luna', email: 'beatriz@cobalt.example' },
  ],
  [
    'Zuständig ist bei uns Jonas Keller, jonas.keller@cobalt.example.',
    { name: 'Jonas Keller', email: 'jonas.keller@cobalt.example' },
  ],
  ['Voyez avec Paul Girard, notre directeur commercial.', { name: 'Paul Girard', title: 'directeur commercial' }],
  ['not my dept, ask carla in biz dev', { name: 'carla' }],
  ["Hi, you'd want Paola Ferri for that, she's our head of growth.", { name: 'Paola Ferri', title: 'head of growth' }],
  [
    'Best bet is Ahmed, he buys all our data. ahmed@helio-signs.example',
    { name: 'Ahmed', email: 'ahmed@helio-signs.example' },
  ],
  [
    "That's Ingrid Solberg's area. ingrid.solberg@helio-signs.example",
    { name: 'Ingrid Solberg', email: 'ingrid.solberg@helio-signs.example' },
  ],
  [
    "I've cc'd Kwame Boateng who is our public sector lead. Kwame, over to you.",
    { name: 'Kwame Boateng', title: 'public sector lead' },
  ],
  [
    'Lucy Tran (VP Strategy, ltran@helio-signs.example) makes the calls on tools like this.',
    { name: 'Lucy Tran', email: 'ltran@helio-signs.example', title: 'VP Strategy' },
  ],
  ['Our CEO Stefan Roth decides on these things, write to him.', { name: 'Stefan Roth', title: 'CEO' }],
  [
    'Frau Nadine Weber ist bei uns dafür zuständig: n.weber@helio.example',
    { name: 'Nadine Weber', email: 'n.weber@helio.example' },
  ],
  [
    'Le sugiero contactar a Ricardo Fuentes, director de licitaciones.',
    { name: 'Ricardo Fuentes', title: 'director de licitaciones' },
  ],
  [
    'Effective Feb 1, I have left Helio Signs. Please direct correspondence to Molly Sanders (msanders@helio-signs.example).',
    { name: 'Molly Sanders', email: 'msanders@helio-signs.example' },
  ],
  ['I just do IT support lol, you want Bill', { name: 'Bill' }],
  [
    "Sorry for the late reply. I've changed roles and no longer cover this. Tessa van Dijk does now, tessa@helio.example.",
    { name: 'Tessa van Dijk', email: 'tessa@helio.example' },
  ],
  ['Omar Haddad on our team evaluates vendors. Try him.', { name: 'Omar Haddad' }],
  [
    "Gwen's the one who'd care about this. gwen@helio-signs.example",
    { name: 'Gwen', email: 'gwen@helio-signs.example' },
  ],
  ['You reached the wrong Patel. Raj Patel does sales.', { name: 'Raj Patel' }],
  ['Colleen Burke, our new CRO, is handling all of this going forward.', { name: 'Colleen Burke', title: 'CRO' }],
  [
    "I'm with the accounting team. You may want to reach Harriet Boone who manages new tools for sales.",
    { name: 'Harriet Boone' },
  ],
  [
    'Hej, det är inte jag som ansvarar för detta. Kontakta Anna Lindahl, anna.lindahl@northpier.example.',
    { name: 'Anna Lindahl', email: 'anna.lindahl@northpier.example' },
  ],
  [
    'John Avery has moved on to a new opportunity. Please update your records and contact Wes Carmody at wcarmody@northpier.example going forward.',
    { name: 'Wes Carmody', email: 'wcarmody@northpier.example' },
  ],
  ['All vendor questions go to Priscilla Oduya.', { name: 'Priscilla Oduya' }],
  ["Danny is the guy you need. He's on vacation until Monday though.", { name: 'Danny' }],
  [
    'Por favor, fale com Mateo Silva, gerente comercial (mateo@northpier.example).',
    { name: 'Mateo Silva', email: 'mateo@northpier.example', title: 'gerente comercial' },
  ],
  ['Our VP of sales would be the one to talk to about that.', { name: null, title: 'VP of sales' }],
  [
    'I forwarded your note to Jocelyn Pratt, our capture manager; expect to hear from her.',
    { name: 'Jocelyn Pratt', title: 'capture manager' },
  ],
  ["I think you're looking for my brother Rob Ellery, he's the sales side of the house.", { name: 'Rob Ellery' }],
  [
    'Responsibility for this has shifted to Kim Sato (kim.sato@northpier.example).',
    { name: 'Kim Sato', email: 'kim.sato@northpier.example' },
  ],
  [
    'Bonjour, je ne suis plus en charge de ce sujet, Margot Vidal a pris la suite : margot@northpier.example',
    { name: 'Margot Vidal', email: 'margot@northpier.example' },
  ],
  [
    "I'd suggest you get hold of Beth Ann Cole, our director of public works sales.",
    { name: 'Beth Ann Cole', title: 'director of public works sales' },
  ],
  [
    'The decision sits with Nikhil Rao. nikhil@verda-lights.example',
    { name: 'Nikhil Rao', email: 'nikhil@verda-lights.example' },
  ],
  ['Camille Duarte in our Austin office looks after all of that, please write to her.', { name: 'Camille Duarte' }],
  ['Pls redirect to Victor Hale, GM.', { name: 'Victor Hale', title: 'GM' }],
  [
    "I'm not your person. That's Aiko Tanaka, aiko.tanaka@verda-lights.example, cheers",
    { name: 'Aiko Tanaka', email: 'aiko.tanaka@verda-lights.example' },
  ],
  ["Hey, I'm engineering. Sven does biz dev.", { name: 'Sven' }],
  ['Please contact Maria del Carmen Ortiz for sales tools.', { name: 'Maria del Carmen Ortiz' }],
  [
    'I no longer handle sales for Verda. All inquiries should go to Hal Brightman, hbrightman@verda-lights.example, 555-0123.',
    { name: 'Hal Brightman', email: 'hbrightman@verda-lights.example' },
  ],
  [
    'You have reached the former mailbox of Leo Grant. Leo is no longer with Verda Lights. Fatima Zahra, Regional Sales Manager, has assumed his duties.',
    { name: 'Fatima Zahra', title: 'Regional Sales Manager' },
  ],
  [
    'Thanks for reaching out! The best contact on our team is Ellen McKay, Head of Partnerships.',
    { name: 'Ellen McKay', title: 'Head of Partnerships' },
  ],
  ["Quentin is our guy for state contracts. I've no say in it.", { name: 'Quentin' }],
  ['I am copying Rosalind Kerr here, this is her territory. Over to her.', { name: 'Rosalind Kerr' }],
  ['Mr. Anil Kapoor is the competent person for such proposals, kindly contact him.', { name: 'Anil Kapoor' }],
  [
    'Jeg er ikke den rette. Kontakt venligst Lise Møller, lise@verda.example.',
    { name: 'Lise Møller', email: 'lise@verda.example' },
  ],
  [
    "I don't deal with cold outreach, my colleague Emeka does: emeka@verda-lights.example",
    { name: 'Emeka', email: 'emeka@verda-lights.example' },
  ],
  ["Susan Li and her team buy this kind of data. I'm in support.", { name: 'Susan Li' }],
  [
    'You want to be talking to Walt Jennings (CEO). Everything goes through him.',
    { name: 'Walt Jennings', title: 'CEO' },
  ],
]

describe('who is to be asked instead', () => {
  test.each(EXAMPLES)('%s', (text, wanted) => {
    expect(readByRules(text)).toMatchObject({ kind: 'referral', referral: wanted })
  })
})

describe('who is never to be asked', () => {
  test.each([
    [
      'You wrote to leo.grant@verda.example. Leo Grant is no longer with us, please contact Ines Prat.',
      { name: 'Ines Prat', email: null },
    ],
    [
      'Leo Grant retired in May. Ask Ines Prat (ines@verda.example).',
      { name: 'Ines Prat', email: 'ines@verda.example' },
    ],
    ["Hi Maya, I took over from Leo Grant but you'd want Ines Prat for this.", { name: 'Ines Prat', email: null }],
    ['Not my area, and I am off to Dallas. Try Ines Prat.', { name: 'Ines Prat', email: null }],
    ['This goes through Verda Systems, our reseller. Ask for Ines Prat there.', { name: 'Ines Prat', email: null }],
  ])('%s', (text, referral) => {
    expect(readByRules(text)).toMatchObject({ kind: 'referral', referral })
  })

  test('a desk without a name is a referral all the same', () => {
    expect(readByRules('Try our procurement desk, they handle this.')).toMatchObject({
      kind: 'referral',
      referral: null,
    })
  })

  test('no name is made of an address', () => {
    expect(readByRules('Wrong department. Please write to rosa.klein@verda.example.').referral).toMatchObject({
      name: null,
      email: 'rosa.klein@verda.example',
    })
  })
})
