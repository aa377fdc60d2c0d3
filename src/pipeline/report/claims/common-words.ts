/**
 * Words that begin an English sentence without being a name. A sentence that opens with another word is checked as if
 * it opened with a name, so a missing word costs a rewrite and never lets a false name through.
 */
const WORDS = `
a about above across active additional adoption advisers advising after against agenda agencies agency agreement all
already also although amendment among amount an and annual another any applications approval approved are around as ask
asking at attendance award awarded back bargaining based because before behind being below beneath beside besides best
between beyond bid bidders bidding bids board both bringing budget budgeted budgets building bus buses business but buyer
buyers buying by call campus campuses can career change changes chronic citizens city classroom classrooms clear close
closed closing college colleges coming commission committee community competing compliance concern concerns conference
considering consider contract contracts cost costs could council councillors counselling county currently curriculum
data date deadline decision decisions delivery demand departments department departure despite detail details digital
discussed discussing discussion district districts do document documents does due during each early eight either eleven
elementary eligible employees enrolment enrollment even every everything evidence expiration expiring expiry exposure
facilities faculty falling families federal fiscal finance finances first fit fits five fleet following for four from full
fund funded funding funds fresh future given giving good grant grants growing growth had half has have he health help helps
her here hiring his home how however human hundreds if important improving in incoming incumbent infrastructure
initiative initiatives instead interest interim into invoice is issued it its just keep key know last later law lead
leaders leadership leading learning led legacy less let libraries library licence licences license like likely link local long
looking lot low maintenance major make making management mandate many mathematics may meanwhile meeting member members
minutes money month months more most move moving much must named near nearly need needs new next nine no none nor not
note nothing notice now number of offer offering officers officials often on once one ongoing only open operations opportunity option
or order other our out over overall own parents past pay paying pending people per phase plan planned planners planning plans policy
posted presentation pressure previous price prices pricing principal principals prior priorities priority procurement product
program programme programs project projects proof proposal proposals proposed proposing public published purchase purchases
purchasing quick quote rates rather reach ready recent recently recommended records reduce reducing regional renewal replacement
replacing report reporting request requests requirement requirements requires response responses responsible review
reviewing rising risk roughly rural safety same savings say says scheduled school schools second security see seeking
selected selection senior serving services set seven several shared she short show shows signed similar since six
software solicitation solicitations some something soon source speak speaking spend spending staff staffing start started
starting state states still strategic strategy strong student students submissions submit such suppliers support supporting
system systems take taking talk task teacher teachers team teams technology ten tender term terms that the their them then there these they
things third this those three through throughout time timeline timing title to today together tomorrow too top town training
transcript transport transportation trustees twelve twenty two under university unless until up upcoming update use used users using
utilities value vendor vendors versus very via village vote voted voters votes voting want wants was water we week weeks well were
what when where whether which while who whole why will with within without work worth would year years yesterday yes yet you
your
act add address aim align anchor angle answer apply approach attend avoid bear bridge bring cite confirm connect contact cover
demonstrate discuss draw emphasise engage ensure establish explain explore find focus follow frame gain get go grab highlight
hold hook introduce invite join jump land listen map mention meet own pair pitch point position prepare present prove
qualify raise refer relate remind reply respond schedule secure sell send share solve stress suggest tailor tell tie track try
verify watch win write exactly direct live natural open timely warm money concrete possible
`

export const COMMON_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/))

/** Given names common enough to be read as a person even without a capital. None is also an everyday word. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `
aaron adam alan albert alex alice amanda amy andrea andrew angela anita ann anna anne anthony ashley barbara benjamin betty
brandon brenda brian bruce carl carlos carol caroline catherine charles cheryl chris christina christine christopher cynthia
daniel david deborah debra denise dennis diana diane donald donna dorothy douglas edward elizabeth emily emma eric ethan eugene
evelyn fernando francisco gary george gerald gloria gregory hannah harold heather helen henry jacob jacqueline jacqui jake james
jane janet janice jason jean jeff jeffrey jennifer jeremy jessica joan joe john jonathan jorge jose joseph joshua joyce juan judith
judy julia julie justin karen katherine kathleen kathryn keith kelly kenneth kevin kimberly kyle larry laura lauren lawrence linda
lisa louis luis madison margaret maria marie marilyn martha mary matthew megan melissa michael michelle miguel monica nancy
natalie nathan nicholas nicole olivia pamela patricia paul paula peter philip phillip priya rachel ralph raymond rebecca richard
robert roberto roger ronald roy russell ruth ryan samantha samuel sandra sarah scott sean sharon shirley sophia stephanie stephen
steve steven susan tammy teresa terry theresa thomas timothy tyler victoria vincent virginia walter wayne william
`
    .trim()
    .split(/\s+/),
)
