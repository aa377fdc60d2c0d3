import { phrases } from './word-list.ts'

/** Places a seller names as territory: states, regions and neighbours, as they are written in mail. */

const STATES =
  phrases(`Alabama | Alaska | Arizona | Arkansas | California | Colorado | Connecticut | Delaware | Florida | Hawaii | Idaho
  Illinois | Indiana | Iowa | Kansas | Kentucky | Louisiana | Maine | Maryland | Massachusetts | Michigan | Minnesota | Mississippi
  Missouri | Montana | Nebraska | Nevada | New Hampshire | New Jersey | New Mexico | New York | North Carolina | North Dakota | Ohio
  Oklahoma | Oregon | Pennsylvania | Rhode Island | South Carolina | South Dakota | Tennessee | Texas | Utah | Vermont | Virginia
  Washington | West Virginia | Wisconsin | Wyoming | Puerto Rico | Virgin Islands | Guam | Ontario | Quebec | British Columbia | Alberta | Calif | Penn | Mass`)
const REGIONS =
  phrases(`Midwest | midwestern | Northeast | Southeast | Southwest | Northwest | Pacific Northwest | New England | Mid-Atlantic
  Gulf Coast | West Coast | East Coast | Great Lakes | Great Plains | Sun Belt | Tri-State | Bay Area | SoCal | NorCal | Carolinas
  Dakotas | Rockies | Mountain West | Deep South | the South | the West | Canada | Mexico | Europe | UK | U.S. | United States | nationwide
  Puget Sound | Twin Cities | Appalachia | Intermountain | Four Corners | Delmarva | Hudson Valley | Upstate | Long Island | Five Boroughs | Central Valley | Inland Empire | Silicon Valley | Panhandle | Rust Belt | Sunbelt | Central Coast | Gulf States | Rio Grande Valley | Hill Country | Tidewater | Piedmont | Ozarks | Tennessee Valley | Quad Cities | Chicagoland | Tri-Cities | DMV | DFW | NYC`)
const CODES =
  'AL AK AZ AR CA CO CT DE FL GA ID IL IA KS KY LA MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH PA RI SC SD TN TX UT VT VA WA WV WI WY DC'

const NAMES = [...STATES, 'Georgia', ...REGIONS].map((name) => name.replaceAll('.', '\\.')).join('|')

/** How Spanish, Portuguese, French, Italian and German write places of the United States and their neighbours. */
export const FOREIGN_PLACE =
  /(?<![a-zà-ÿ-])(?:fl[oó]rida|floride|calif[oó]rnia|californie|kalifornien|tejas|nueva york|nova york|new yorker|nouvelle-angleterre|nueva inglaterra|nuevo m[eé]xico|m[eé]xico|novo m[eé]xico|pensilvania|pennsylvanie|louisiane|luisiana|carolina|virginie|g[eé]orgie|estados unidos|[eé]tats-unis|vereinigte staaten|mittlere[rn] westen|medio oeste|midi|bayern|nrw|ontario|qu[eé]bec|puerto rico|costa (?:este|oeste)|ostküste|westküste|c[oô]te (?:est|ouest))(?![a-zà-ÿ])/i

/** Words with a capital after "in" or "around" that are no places, small letters. */
export const NO_PLACES: ReadonlySet<string> = new Set(
  phrases(`january | february | march | april | may | june | july | august | september | october | november | december | jan | feb | mar
  apr | jun | jul | aug | sep | sept | oct | nov | dec | monday | tuesday | wednesday | thursday | friday | saturday | sunday | spring | summer
  fall | autumn | winter | christmas | thanksgiving | easter | ramadan | salesforce | hubspot | excel | word | outlook | slack | teams | zoom
  google | sharepoint | english | spanish | french | german | starbridge | govwin | python | java | microsoft | adobe | pdf | sales | finance
  procurement | marketing | operations | engineering | legal | product | higher | education | public | government | federal | title`),
)

/** A place by its name, in any capitals. */
export const PLACE_NAME = new RegExp(`(?<![a-zà-ÿ-])(?:${NAMES})(?![a-zà-ÿ])`, 'i')
/** A state by its two capital letters; those that are words in capitals as well count only after "in". */
export const STATE_CODE = new RegExp(
  `(?<![A-Za-zÀ-ÿ\\d])(?:(?:${CODES.replaceAll(' ', '|')})|(?<=[Ii]n )(?:OK|OR|IN|ME|HI))(?![A-Za-zÀ-ÿ\\d'])`,
  'u',
)
