import type { TopicGroup } from './topics.ts'

/** What Spanish, French, German, Portuguese, Italian and Dutch prospects write most, as cues. */
export const FOREIGN_CUES: readonly TopicGroup[] = [
  {
    topic: 'want',
    weight: 3,
    list: `me/nos interesa | me/nos interesaría | interesado/interesada/interesados
      envíame/enviame/envíeme/envieme/mándame/mandame/mándeme/envíenos/envíemelo
      envíamelo/mándamelo/enviármelo/mandármelo
      puede/puedes/podría/podrías * enviar/mandar/enviarme/mandarme/compartir/llamarme | cuéntame/cuénteme/cuéntanos
      más información/detalles/info | agendemos | hablemos | me gustaría | nos gustaría | quisiera
      por favor envíe/envíen/mande | intéressé/intéressée/intéressés/intéressant | m'intéresse/m'intéresserait
      nous intéresse | envoyez/envoyez-moi/envoyez-le/envoyez-la/envoyez-nous | envoie/envoie-moi | volontiers
      avec plaisir | savoir plus | pouvez-vous | pourriez-vous | je veux bien | j'aimerais | nous aimerions
      interessiert/interessieren | interesse | schicken/senden/schick sie/mir/uns
      mehr informationen/info/infos/details/erfahren/dazu | können/könnten sie/wir | wir haben interesse | gerne/gern
      tenho/temos interesse | pode enviar/mandar/me | envie/envia/manda | me envie/mande | gostaria/gostaríamos
      interessato/interessata/interessati | mi/ci interessa | mandi/inviami/mandami/invii/inviatemi/mandatemi
      vorrei/vorremmo | graag | stuur | geïnteresseerd | kunt u | kun je | hartelijk welkom`,
  },
  {
    topic: 'want',
    weight: 2,
    list: `^ sí | ^ si $ | ^ si por favor | claro | con gusto | por supuesto | suena bien/interesante | adelante
      de acuerdo | ^ vale | perfecto | encantado/encantada | ^ oui | d'accord | bien sûr | pourquoi pas | parfait
      disponible | ça marche | ^ ok | ^ ja | klingt gut/interessant/spannend | hört sich * an | natürlich | klar | passt
      einverstanden | sehr gut | ^ sim | com certeza | parece bom/ótimo/interessante | ^ sì | certo | volentieri
      va bene | klinkt goed/interessant | prima | akkoord`,
  },
  {
    topic: 'refuse',
    weight: 4,
    list: `no me/nos interesa | no gracias | non ci serve/servono | nee dank je | no lo/la/los necesitamos/necesito
      no necesitamos | n'avons pas besoin | avons déjà | haben bereits/schon | ya tenemos | já temos | abbiamo già
      hebben al | nicht nötig | nicht notwendig | no es para | no estoy/estamos interesado/interesada/interesados
      sin interés | no tenemos presupuesto | pas intéressé/intéressée/intéressés | non merci | pas besoin
      pas pour nous/moi | ne nous intéresse/intéressent pas | ne m'intéresse pas | kein interesse | nein danke
      nicht interessiert | keinen/kein bedarf | nicht für uns | não tenho/temos interesse | não obrigado/obrigada
      sem interesse | non sono/siamo interessato/interessata/interessati | no grazie | non mi/ci interessa
      geen interesse | nee bedankt | nee dank | niet geïnteresseerd`,
  },
  { topic: 'refuse', weight: 3, list: '^ nein $ | ^ non $ | ^ nee $ | ^ não $' },
  {
    topic: 'stop',
    weight: 5,
    list: `dar/darme/dame/darnos/denme/deme de baja | eliminarme/elimíname/elimínenme/bórrenme
      no me escriba/escriban/contacte/contacten/envíe/envíen | cancelar * suscripción
      désabonner/désabonnez/désabonnez-moi/désinscrire/désinscrivez-moi/désinscription | retirez-moi | me retirer
      ne plus * recevoir/contacter | ne me contactez | abmelden | austragen | aus ihrem/ihrer/dem verteiler/liste
      keine weiteren emails/mails/e-mails/nachrichten | abbestellen | streichen sie | löschen sie
      hör/hören * auf * schreiben | nicht mehr kontaktieren/anschreiben
      descadastrar/descadastre/remova/remover * lista | me remova | cancelar inscrição
      cancellatemi/cancellami/rimuovetemi/rimuovimi/disiscrivere/disiscrivetemi | afmelden | uitschrijven`,
  },
  {
    topic: 'away',
    weight: 4,
    list: `fuera de la? oficina | de viaje | en déplacement | auf dienstreise | in viaggio | em viagem | op reis
      me encuentro ausente/fuera | de vacaciones | respuesta automática | estaré/estoy ausente
      estaré de vuelta/regreso | sin acceso | absent/absente du/jusqu'au/de/jusqu'à/pour/actuellement
      actuellement absent/absente | suis/serai absent/absente | en congé/congés/vacances | réponse automatique
      hors du bureau | de retour le/au | nicht im büro | bin/ist abwesend | abwesend | abwesenheit | im urlaub
      bin ich wieder | wieder * erreichbar/büro | außer haus | automatische antwort | nicht erreichbar
      fora do escritório | de férias | estarei ausente | resposta automática | fuori ufficio | in ferie | sarò assente
      risposta automatica | rientrerò | niet op kantoor | op/met vakantie | afwezig | automatisch antwoord | på semester
      frånvarande | fraværende | på ferie`,
  },
  {
    topic: 'gone',
    weight: 5,
    list: `ya no trabajo/trabaja | ne travaille plus | ne fais/fait plus partie | a quitté | j'ai quitté
      nicht mehr bei/im/für/tätig | unternehmen verlassen | não trabalho/trabalha mais | non lavoro/lavora più
      niet meer werkzaam | werkt niet meer`,
  },
  {
    topic: 'handoff',
    weight: 4,
    list: `no soy la/el/quien | no me corresponde | no es mi | escriba/escríbale a? | hablar con | melden sie sich
      sprechen sie mit | nicht mein | parlez à/avec | voyez avec | ne m'occupe pas | pas mon | procure o/a | falar com
      não sou eu/o/a | não é comigo | non sono io | non mi occupo | parli con | scriva a | niet mijn | niet de juiste
      inte rätt | inte jag | kontakta | ikke mig/meg | kontakt venligst | contacte/contactar a/con | comuníquese con
      hable con | póngase en contacto | persona correcta/indicada/encargada | contactez/contacter | adressez-vous
      pas la bonne personne | bonne personne | responsable de | wenden sie sich | ansprechpartner/ansprechpartnerin
      nicht der/die richtige | nicht zuständig | zuständig ist/für | kontaktieren sie | fale com | entre em contato com
      responsável por | contatti | si rivolga | neem contact op | verantwoordelijk voor`,
  },
]
