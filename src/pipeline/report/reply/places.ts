import { phrases } from './word-list.ts'

/** Places a seller names as territory: states, regions and neighbours, as they are written in mail. */

const STATES =
  phrases(`Alabama | Alaska | Arizona | Arkansas | California | Colorado | Connecticut | Delaware | Florida | Hawaii | Idaho
  Illinois | Indiana | Iowa | Kansas | Kentucky | Louisiana | Maine | Maryland | Massachusetts | Michigan | Minnesota | Mississippi
  Missouri | Montana | Nebraska | Nevada | New Hampshire | New Jersey | New Mexico | New York | North Carolina | North Dakota | Ohio
  Oklahoma | Oregon | Pennsylvania | Rhode Island | South Carolina | South Dakota | Tennessee | Texas | Utah | Vermont | Virginia
  Washington | West Virginia | Wisconsin | Wyoming | Puerto Rico | Ontario | Quebec | British Columbia | Alberta | Calif | Penn | Mass`)
const REGIONS =
  phrases(`Midwest | midwestern | Northeast | Southeast | Southwest | Northwest | Pacific Northwest | New England | Mid-Atlantic
  Gulf Coast | West Coast | East Coast | Great Lakes | Great Plains | Sun Belt | Tri-State | Bay Area | SoCal | NorCal | Carolinas
  Dakotas | Rockies | Mountain West | Deep South | the South | the West | Canada | Mexico | Europe | UK | U.S. | United States | nationwide
  Puget Sound | Twin Cities | Appalachia | Intermountain | Four Corners | Delmarva | Hudson Valley | Upstate`)
const CODES =
  'AL AK AZ AR CA CO CT DE FL GA ID IL IA KS KY LA MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH PA RI SC SD TN TX UT VT VA WA WV WI WY DC'

const NAMES = [...STATES, 'Georgia', ...REGIONS].map((name) => name.replaceAll('.', '\\.')).join('|')

/** A place by its name, in any capitals. */
export const PLACE_NAME = new RegExp(`(?<![\\p{L}-])(?:${NAMES})(?![\\p{L}])`, 'iu')
/** A state by its two capital letters; those that are words in capitals as well count only after "in". */
export const STATE_CODE = new RegExp(
  `(?<![\\p{L}\\d])(?:(?:${CODES.replaceAll(' ', '|')})|(?<=[Ii]n )(?:OK|OR|IN|ME|HI))(?![\\p{L}\\d'])`,
  'u',
)
