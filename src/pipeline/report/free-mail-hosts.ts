/**
 * Hosts on which anybody can have a mailbox, so that an address on one says nothing about a company. Kept by hand:
 * registrable names only, the mail name of a provider and never its corporate site (`comcast.net`, not `comcast.com`).
 */
const GIANTS = `
  gmail.com googlemail.com outlook.com hotmail.com live.com msn.com windowslive.com passport.com icloud.com
  me.com mac.com privaterelay.appleid.com yahoo.com ymail.com rocketmail.com myyahoo.com aol.com aim.com
  netscape.net love.com verizon.net`

const INDEPENDENT = `
  gmx.com gmx.net mail.com email.com usa.com post.com consultant.com engineer.com proton.me protonmail.com
  protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.io tuta.com keemail.me zoho.com zohomail.com
  zohomail.eu zohomail.in fastmail.com fastmail.fm sent.com hey.com hushmail.com hush.com mailfence.com posteo.de
  posteo.net mailbox.org runbox.com startmail.com disroot.org riseup.net duck.com lycos.com excite.com inbox.com
  juno.com netzero.net netzero.com rediffmail.com skiff.com simplelogin.com`

const NORTH_AMERICA = `
  comcast.net xfinity.com att.net sbcglobal.net bellsouth.net pacbell.net ameritech.net swbell.net snet.net
  flash.net prodigy.net worldnet.att.net cox.net charter.net spectrum.net roadrunner.com rr.com twc.com
  brighthouse.com optonline.net optimum.net suddenlink.net earthlink.net mindspring.com frontier.com
  frontiernet.net centurylink.net centurytel.net embarqmail.com q.com windstream.net mediacombb.net wowway.com
  rcn.com tds.net cableone.net hughes.net peoplepc.com rogers.com shaw.ca sympatico.ca telus.net videotron.ca
  cogeco.ca bell.net eastlink.ca sasktel.net`

const EUROPE = `
  btinternet.com btopenworld.com talktalk.net sky.com virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk
  plusnet.com o2.co.uk web.de t-online.de freenet.de arcor.de vodafone.de 1und1.de online.de kabelmail.de
  orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr numericable.fr libero.it virgilio.it tin.it
  alice.it tiscali.it aruba.it email.it telefonica.net terra.es ya.com sapo.pt mail.pt ziggo.nl kpnmail.nl
  planet.nl home.nl xs4all.nl hetnet.nl telenet.be skynet.be proximus.be bluewin.ch hispeed.ch sunrise.ch aon.at
  chello.at telia.com bredband.net comhem.se online.no mail.dk luukku.com eircom.net wp.pl o2.pl onet.pl
  interia.pl op.pl poczta.fm seznam.cz centrum.cz email.cz azet.sk freemail.hu citromail.hu abv.bg mail.bg
  ukr.net i.ua meta.ua mail.ee inbox.lv otenet.gr mail.ru inbox.ru list.ru bk.ru internet.ru rambler.ru ya.ru
  yandex.com yandex.ru`

const ELSEWHERE = `
  qq.com foxmail.com 163.com 126.com yeah.net 139.com 189.cn sina.com sina.cn sohu.com tom.com aliyun.com
  naver.com hanmail.net daum.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com
  biglobe.ne.jp so-net.ne.jp pchome.com.tw hinet.net bigpond.com bigpond.net.au optusnet.com.au iinet.net.au
  tpg.com.au dodo.com.au xtra.co.nz slingshot.co.nz uol.com.br bol.com.br terra.com.br ig.com.br globo.com
  prodigy.net.mx mweb.co.za telkomsa.net vodamail.co.za walla.com walla.co.il sify.com indiatimes.com`

const THROW_AWAY = `
  mailinator.com guerrillamail.com 10minutemail.com yopmail.com temp-mail.org trashmail.com sharklasers.com
  maildrop.cc getnada.com dispostable.com`

export const FREE_MAIL_HOSTS: ReadonlySet<string> = words(
  `${GIANTS} ${INDEPENDENT} ${NORTH_AMERICA} ${EUROPE} ${ELSEWHERE} ${THROW_AWAY}`,
)

/** Brands that give mailboxes under many countries' endings: `yahoo.co.uk`, `hotmail.fr`, `gmx.at`. */
export const FREE_MAIL_BRANDS: ReadonlySet<string> = words(
  'yahoo ymail hotmail outlook live msn gmx aol yandex protonmail googlemail',
)

/** Two-letter endings that anybody buys for the letters: `live.io` is a company of its own, `live.nl` is a mailbox. */
export const GENERIC_TWO_LETTER_ENDINGS: ReadonlySet<string> = words('ai io co tv me fm ly to gg sh so cc ws vc')

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/))
}
