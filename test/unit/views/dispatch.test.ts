import { describe, expect, it } from 'vitest'
import type { ReportStatus } from '../../../src/pipeline/report/types.ts'
import { renderDispatch } from '../../../src/views/dispatch.ts'
import { renderQuietLine } from '../../../src/views/quiet-line.ts'
import { deliveredItem, deskItem, minimalItem } from '../../support/desk-items.ts'
import { buttons, elements, shown } from './shown.ts'

const OWNER = { userId: 'U0ANN', at: '2026-03-03T14:05:30.000Z', secondsAfterReceipt: 90 }

describe('message 1', () => {
  it('says who, what they said and what to do', () => {
    const email = 'jordan@brightpath-labs.example'
    expect(renderDispatch(deskItem())).toEqual({
      text: [
        '<@U0BDR> please answer now. Intel is coming in this thread.',
        `Positive reply: Jordan Ashby (VP Sales), Brightpath Labs, brightpath-labs.example, ${email}`,
        '"This looks useful."',
        '"Could you show us a demo on Thursday?"',
        'Asks for a demo',
        'Thursday',
      ].join('\n'),
      blocks: [
        {
          type: 'header',
          text: { type: 'plain_text', text: 'Positive reply: Jordan Ashby, Brightpath Labs', emoji: false },
        },
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: '<@U0BDR> please answer now. Intel is coming in this thread.',
            verbatim: true,
          },
        },
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: 'Jordan Ashby', style: { bold: true } },
                { type: 'text', text: ', ' },
                { type: 'text', text: 'VP Sales' },
                { type: 'text', text: '\n' },
                { type: 'text', text: 'Brightpath Labs', style: { bold: true } },
                { type: 'text', text: ' · ' },
                { type: 'text', text: 'brightpath-labs.example' },
                { type: 'text', text: ' · ' },
                { type: 'link', url: `mailto:${email}`, text: email },
              ],
            },
            {
              type: 'rich_text_quote',
              elements: [
                { type: 'text', text: 'This looks useful.' },
                { type: 'text', text: ' ' },
                { type: 'text', text: 'Could you show us a demo on Thursday?' },
              ],
            },
            {
              type: 'rich_text_list',
              style: 'bullet',
              elements: [
                {
                  type: 'rich_text_section',
                  elements: [
                    { type: 'text', text: 'Demo asked', style: { bold: true } },
                    { type: 'text', text: ': ' },
                    { type: 'text', text: 'Asks for a demo' },
                  ],
                },
                {
                  type: 'rich_text_section',
                  elements: [
                    { type: 'text', text: 'Times offered', style: { bold: true } },
                    { type: 'text', text: ': ' },
                    { type: 'text', text: 'Thursday' },
                  ],
                },
              ],
            },
          ],
        },
        {
          type: 'context',
          elements: [
            { type: 'plain_text', text: 'Campaign: Spring districts, step 2', emoji: false },
            {
              type: 'mrkdwn',
              text: 'Replied <!date^1772546400^{date_short_pretty} at {time}|2026-03-03 14:00 UTC>, reached us 4 min later',
              verbatim: true,
            },
          ],
        },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'take-it',
              text: { type: 'plain_text', text: 'Take it', emoji: false },
              value: 'rep_01HZX3',
              accessibility_label: 'Take it: Jordan Ashby, Brightpath Labs',
              style: 'primary',
            },
            {
              type: 'button',
              action_id: 'dismiss',
              text: { type: 'plain_text', text: 'Dismiss', emoji: false },
              value: 'rep_01HZX3',
              accessibility_label: 'Dismiss: Jordan Ashby, Brightpath Labs',
            },
          ],
        },
      ],
    })
  })

  it('falls back to the domain when nothing else is known, and says that nobody is assigned', () => {
    const { text, blocks } = renderDispatch(minimalItem())
    expect(text).toBe(
      'Nobody is assigned yet; please answer now. Intel is coming in this thread.\nPositive reply: brightpath-labs.example, no e-mail address came with it',
    )
    expect(shown(blocks)).toContain('brightpath-labs.example · no e-mail address came with it')
    expect(shown(blocks)).toContain('Arrived <!date^1772546640^')
  })

  it('names the new person of a referral before anybody else', () => {
    const referral = { name: 'Pat Lee', email: 'pat@brightpath-labs.example', title: 'CIO' }
    const { text, blocks } = renderDispatch(deskItem({ reading: { kind: 'referral', referral } }))
    expect(text).toContain('Refers you to: Pat Lee, CIO, pat@brightpath-labs.example.')
    const seen = shown(blocks)
    expect(seen).toContain('Refers you to: Pat Lee, CIO, pat@brightpath-labs.example')
    expect(seen.indexOf('Pat Lee')).toBeLessThan(seen.indexOf('Jordan Ashby, VP Sales'))
  })

  it('warns when the domain is dressed up as another', () => {
    const item = deskItem({ reply: { domainWarning: 'It mixes Latin and Cyrillic letters.' } })
    expect(shown(renderDispatch(item).blocks)).toContain('Check the domain: It mixes Latin and Cyrillic letters.')
  })

  it('says so when it is not clear that the reply is positive', () => {
    const { text, blocks } = renderDispatch(deskItem({ status: 'running', reading: { kind: 'unclear' } }))
    expect(text).toContain('read it first')
    expect(shown(blocks)).toContain('Reply to check: Jordan Ashby')
  })

  it('mentions whoever took it and offers Take it no more', () => {
    const { text, blocks } = renderDispatch(deskItem({ owner: OWNER }))
    expect(text).toContain('<@U0ANN> please answer now')
    expect(text).toContain('Taken by <@U0ANN>, 2 min after the reply.')
    expect(buttons(blocks)).toEqual(['Dismiss'])
  })

  const states: [ReportStatus, RegExp, string[]][] = [
    ['running', /<@U0BDR> please answer now\. Intel is coming/, ['Take it', 'Dismiss']],
    ['delayed', /<@U0BDR> .*Intel is delayed and is being retried/, ['Take it', 'Dismiss']],
    ['no_signals', /<@U0BDR> .*standard follow-up\. No signals/, ['Take it', 'Dismiss']],
    ['failed', /<@U0BDR> .*without intel/, ['Take it', 'Try again', 'Dismiss']],
    ['dismissed', /^The reply was dismissed\. Nothing/, ['Run anyway']],
    ['cancelled', /^The run was cancelled/, ['Run anyway']],
  ]
  it.each(states)('in state %s says what is going on and why', (status, words, labels) => {
    const { text, blocks } = renderDispatch(deskItem({ status, statusNote: 'By Ann at noon.' }))
    expect(text).toMatch(words)
    expect(text).toContain('By Ann at noon.')
    expect(text).toContain('Jordan Ashby')
    expect(shown(blocks)).toContain('By Ann at noon.')
    expect(buttons(blocks)).toEqual(labels)
  })

  it('says that the run stopped when the model found no positive reply', () => {
    const item = deskItem({
      status: 'held',
      statusNote: 'They already have a vendor.',
      reading: { kind: 'not_interested', by: 'model' },
    })
    const { text, blocks } = renderDispatch(item)
    expect(text).toContain('The run is stopped. A closer reading says that this is a "not interested" reply.')
    expect(text).not.toContain('<@')
    expect(shown(blocks)).toContain('They already have a vendor.')
    expect(buttons(blocks)).toEqual(['Run anyway'])
  })

  it('shows state only once the card is there', () => {
    const { text, blocks } = renderDispatch(deliveredItem({ owner: OWNER, version: 2 }))
    expect(text).toBe(
      'Taken by <@U0ANN>, 2 min after the reply. Intel is below in the thread, version 2.\nJordan Ashby (VP Sales), Brightpath Labs, brightpath-labs.example, jordan@brightpath-labs.example',
    )
    expect(shown(blocks)).toBe(
      'Jordan Ashby · Brightpath Labs · jordan@brightpath-labs.example (mailto:jordan@brightpath-labs.example)\nTaken by <@U0ANN>, 2 min after the reply. Intel is below in the thread, version 2.\n',
    )
    expect(elements(blocks)).toEqual([])
  })

  it('keeps to the state while a new version is delayed, and says who is waited for', () => {
    const { text, blocks } = renderDispatch(deliveredItem({ status: 'delayed' }))
    expect(text).toContain('<@U0BDR> has not taken it yet. Intel is below in the thread, version 1; a new version is')
    expect(elements(blocks)).toEqual([])
  })

  it.each([deskItem, deliveredItem])('mentions who dismissed it, before and after delivery', (make) => {
    const { text, blocks } = renderDispatch(make({ status: 'dismissed', dismissedBy: 'U0ANN' }))
    expect(text).toMatch(/he reply was dismissed by <@U0ANN>\./)
    expect(shown(blocks)).toMatch(/he reply was dismissed by <@U0ANN>\./)
    expect(JSON.stringify(blocks)).not.toContain('‹')
  })

  it('does not claim a delay when the clocks disagree', () => {
    const item = deskItem({ reply: { repliedAt: '2026-03-03T15:00:00.000Z' } })
    expect(shown(renderDispatch(item).blocks)).not.toContain('later')
  })
})

describe('message 1 of a report that somebody asked for', () => {
  const asked = (status: ReportStatus, origin: 'api' | 'command' | 'cli' = 'api') =>
    minimalItem({ origin, status, assignedTo: 'U0BDR', reading: { kind: 'unclear' } })

  it('names the way it was asked for, and no reply', () => {
    const { text, blocks } = renderDispatch(asked('queued'))
    expect(text).toBe('<@U0BDR> intel is coming in this thread.\nReport asked for by API: brightpath-labs.example')
    expect(shown(blocks)).toContain('Report asked for by API: brightpath-labs.example')
    expect(shown(blocks)).toContain('Asked for <!date^1772546640^')
    expect(renderDispatch(asked('queued', 'command')).text).toContain('Report asked for by command:')
    expect(renderDispatch(asked('queued', 'cli')).text).toContain('Report asked for on the command line:')
  })

  it.each<ReportStatus>([
    'queued',
    'running',
    'delayed',
    'no_signals',
    'dismissed',
    'cancelled',
    'failed',
    'delivered',
  ])('asks nobody to answer a prospect (%s)', (status) => {
    const { text, blocks } = renderDispatch(asked(status))
    expect(`${text}\n${shown(blocks)}`).not.toMatch(/reply|answer|prospect|follow-up/i)
  })

  it('says how long after it was asked for it was taken', () => {
    expect(renderDispatch({ ...asked('running'), owner: OWNER }).text).toContain(
      'Taken by <@U0ANN>, 2 min after it was asked for.',
    )
  })
})

describe('the quiet line', () => {
  it('mentions nobody and can be run all the same', () => {
    const item = deskItem({
      status: 'held',
      statusNote: 'An out-of-office answer; not run.',
      reading: { kind: 'out_of_office' },
    })
    const { text, blocks } = renderDispatch(item)
    expect({ text, blocks }).toEqual(renderQuietLine(item))
    expect(text).toBe(
      'Out of office. Kept, not run. Jordan Ashby (VP Sales), Brightpath Labs, brightpath-labs.example, jordan@brightpath-labs.example',
    )
    expect(shown(blocks).match(/not run/g)).toHaveLength(1)
    expect(shown(blocks)).not.toContain('<@')
    expect(elements(blocks)).toMatchObject([{ action_id: 'run-anyway', value: 'rep_01HZX3' }])
  })

  it('forbids another mail after an unsubscribe', () => {
    const { text, blocks } = renderQuietLine(deskItem({ status: 'held', reading: { kind: 'unsubscribe' } }))
    expect(text).toContain('do not mail again')
    expect(shown(blocks)).toContain('do not mail again')
  })
})
