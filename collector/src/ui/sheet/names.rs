//! What reports call things, in Italian: kinds of friction, steps, events, channels, and what visits are told
//! apart by. In English they are read as they stand. What the shop has named is in no list and stays.

/// A name as reports have it, and in Italian.
pub(super) const ITALIAN: &[[&str; 2]] = &[
    // Kinds of friction.
    ["bad_reviews", "recensioni negative"],
    ["coupon_error", "codice sconto rifiutato"],
    ["coupon_hunt", "caccia al codice sconto"],
    ["dead", "clic senza effetto"],
    ["dead_swipe", "scorrimento senza effetto"],
    ["doubt", "dubbio"],
    ["error", "errore dopo un clic"],
    ["js_error", "errore della pagina"],
    ["pay", "clic ripetuti sul pagamento"],
    ["payment_error", "pagamento rifiutato"],
    ["pogo", "avanti e indietro dall'elenco"],
    ["poor_cls", "pagina instabile"],
    ["poor_inp", "risposta lenta"],
    ["poor_lcp", "caricamento lento"],
    ["price_change", "prezzo cambiato"],
    ["quick_back", "ritorno immediato"],
    ["rage", "clic rabbiosi"],
    ["request_failed", "richiesta fallita"],
    ["request_slow", "richiesta lenta"],
    ["resubmit", "modulo inviato di nuovo"],
    ["slow", "reazione lenta"],
    ["step_back", "passo indietro"],
    ["stock_error", "prodotto esaurito"],
    ["thrashed_cursor", "puntatore agitato"],
    ["validation", "errore in un campo"],
    ["zero_results", "ricerca senza risultati"],
    ["any", "qualsiasi"],
    // Steps, and the events of journeys.
    ["landing", "arrivo"],
    ["address", "indirizzo"],
    ["cart", "carrello"],
    ["review", "riepilogo"],
    ["done", "conclusione"],
    ["first", "primo contatto"],
    ["(left)", "l'uscita"],
    ["(other)", "altro"],
    ["page_view", "pagina vista"],
    ["view_item_list", "elenco visto"],
    ["select_item", "prodotto scelto"],
    ["add_to_wishlist", "messo tra i preferiti"],
    ["search", "ricerca"],
    ["view_search_results", "risultati visti"],
    ["remove_from_cart", "tolto dal carrello"],
    ["begin_checkout", "cassa iniziata"],
    ["checkout_step", "passo della cassa"],
    ["add_shipping_info", "consegna scelta"],
    ["add_payment_info", "pagamento scelto"],
    ["payment_attempt", "tentativo di pagamento"],
    ["order_delivered", "ordine consegnato"],
    ["return_requested", "reso richiesto"],
    ["return_resolved", "reso concluso"],
    ["refund", "rimborso"],
    ["chat_opened", "chat aperta"],
    ["chat_replied", "risposta in chat"],
    ["survey_answer", "risposta al sondaggio"],
    ["survey_shown", "sondaggio mostrato"],
    ["review_submitted", "recensione scritta"],
    ["review_replied", "risposta alla recensione"],
    ["share", "condivisione"],
    ["intervention", "intervento"],
    ["call", "telefonata"],
    ["phone_call", "telefonata"],
    ["store_visit", "visita in negozio"],
    // What somebody doubts, or sends back for.
    ["security", "la sicurezza"],
    ["contact", "i contatti"],
    ["help", "l'aiuto"],
    ["not told", "non detto"],
    ["changed_mind", "ripensamento"],
    ["damaged", "danneggiato"],
    ["late", "in ritardo"],
    ["not_as_described", "diverso dalla descrizione"],
    ["wrong_item", "articolo sbagliato"],
    ["wrong_size", "taglia sbagliata"],
    // What visits are told apart by.
    ["all", "tutte"],
    ["device", "dispositivo"],
    ["browser", "browser"],
    ["system", "sistema"],
    ["country", "paese"],
    ["payment_type", "pagamento"],
    ["shipping_tier", "consegna"],
    ["mobile", "telefono"],
    ["desktop", "computer"],
    ["tv", "televisore"],
    ["unknown", "sconosciuto"],
    ["mixed", "valute diverse"],
    ["card", "carta"],
    ["bank_transfer", "bonifico"],
    ["invoice", "fattura"],
    // Channels, as Google Analytics calls them in Italian where it has them.
    ["Direct", "Diretto"],
    ["Organic Search", "Ricerca organica"],
    ["Organic Social", "Social organico"],
    ["Organic Shopping", "Shopping organico"],
    ["Organic Video", "Video organico"],
    ["Paid Search", "Ricerca a pagamento"],
    ["Paid Social", "Social a pagamento"],
    ["Paid Shopping", "Shopping a pagamento"],
    ["Paid Video", "Video a pagamento"],
    ["Paid Other", "Altro a pagamento"],
    ["Affiliates", "Affiliati"],
    ["Referral", "Siti che rimandano"],
    ["Cross-network", "Più reti"],
    ["Mobile Push Notifications", "Notifiche push"],
    ["Influencers", "Influencer"],
    ["QR and Receipt Codes", "Codici QR e scontrini"],
    ["Review Sites", "Siti di recensioni"],
    ["AI Assistants", "Assistenti IA"],
    ["Messaging", "Messaggistica"],
    ["Store", "Negozio"],
    ["Phone", "Telefono"],
    ["Print", "Stampa"],
    ["Offline", "Fuori dal web"],
    ["Unassigned", "Non assegnato"],
];

/// A name in Italian; of a part of the visits, as in `device=mobile & browser=Safari`, each of its words.
pub(super) fn italian(name: &str) -> Option<String> {
    if let Some([_, italian]) = ITALIAN.iter().find(|[own, _]| *own == name) {
        return Some((*italian).to_owned());
    }
    let parts = name.split(" & ").map(|part| part.split_once('='));
    let parts: Option<Vec<_>> = parts.collect();
    let say = |word: &str| italian(word).unwrap_or_else(|| word.to_owned());
    let told = parts?.into_iter().map(|(what, value)| format!("{}={}", say(what), say(value)));
    Some(told.collect::<Vec<_>>().join(" & "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_friction_and_every_channel_has_an_italian_name() {
        let severity = include_str!("../../../sql/macros/severity.sql");
        let quoted = severity.split('\'').skip(1).step_by(2);
        let kinds: Vec<_> = quoted.filter(|word| *word != "high" && *word != "medium").collect();
        let low = ["slow", "thrashed_cursor", "dead_swipe", "request_slow", "doubt", "quick_back"];
        assert!(kinds.len() > 15, "{kinds:?}");
        for kind in kinds.into_iter().filter(|kind| kind.len() < 20 && *kind != "low").chain(low) {
            assert!(italian(kind).is_some(), "{kind}");
        }
        for (place, [name, _]) in ITALIAN.iter().enumerate() {
            assert!(ITALIAN.iter().skip(place + 1).all(|[other, _]| other != name), "{name}");
        }
    }

    #[test]
    fn a_part_of_the_visits_is_said_word_by_word() {
        let told = italian("device=mobile & browser=Safari");
        assert_eq!(told.as_deref(), Some("dispositivo=telefono & browser=Safari"));
        assert_eq!(italian("size-guide"), None);
    }
}
