"""The sentences in which things are asked for, described and asked about; {} is the thing."""

from __future__ import annotations

ASKED = {
    "en": (
        *("{}", "{}", "{}", "show me {}", "do you have {}", "I want {}", "I need a {}", "{} please", "price of {}"),
        *("how much is the {}", "looking for {}", "any good {}?", "where can I find {}", "is {} available", "best {}"),
        *("have you got {} for home", "I would like to buy a {}", "cheapest {}", "show me some {}", "got any {}"),
    ),
    "hi": (
        *("{}", "{}", "{}", "{} दिखाओ", "{} दिखाइए", "मुझे {} चाहिए", "{} है क्या", "{} कितने का है", "{} का दाम"),
        *("भैया {} देना", "क्या {} मिलेगा", "{} लेना है", "अच्छा वाला {} दिखाओ", "{} चाहिए था", "घर के लिए {} चाहिए"),
        *("आपके पास {} है", "एक {} दे दो", "सस्ता {} बताओ", "{} ढूँढ रहा हूँ", "मम्मी के लिए {} लेना है"),
    ),
    "bn": (
        *("{}", "{}", "{}", "{} দেখান", "{} দেখাও", "আমার {} চাই", "{} আছে", "{} আছে কি", "{} এর দাম কত", "{} লাগবে"),
        *("দাদা {} দিন", "একটা {} দিন তো", "{} কিনতে চাই", "ভালো {} দেখান", "সস্তায় {} আছে", "{} পাওয়া যাবে"),
        *("বাড়ির জন্য {} লাগবে", "মায়ের জন্য {} নেব", "{} খুঁজছি", "আপনাদের কাছে {} হবে"),
    ),
    "mr": (
        *("{}", "{}", "{}", "{} दाखवा", "मला {} हवं आहे", "{} आहे का", "{} कितीला आहे", "{} पाहिजे", "{} मिळेल का"),
        *("दादा {} द्या", "एक {} द्या ना", "चांगलं {} दाखवा", "{} घ्यायचं आहे", "{} ची किंमत काय", "स्वस्त {} दाखवा"),
        *("घरासाठी {} हवं होतं", "आईसाठी {} घ्यायचंय", "{} शोधतोय", "तुमच्याकडे {} आहेत का"),
    ),
    "hinglish": (
        *("{}", "{}", "{}", "{} dikhao", "{} dikhaiye", "mujhe {} chahiye", "{} hai kya", "{} kitne ka hai", "{} dena"),
        *("bhaiya {} milega", "{} ka price", "ek {} de do", "accha wala {} dikhao", "{} lena hai", "sasta {} batao"),
        *("{} chahiye tha", "ghar ke liye {} chahiye", "aapke paas {} hai", "koi badhiya {}", "{} ka rate kya hai"),
    ),
    "banglish": (
        *("{}", "{}", "{}", "{} dekhan", "{} dekhao", "amar {} chai", "{} ache", "{} ache ki", "{} er dam koto"),
        *("dada {} din", "ekta {} lagbe", "{} kinte chai", "bhalo {} dekhan", "shostay {} hobe", "{} pawa jabe"),
        *("{} khujchi", "barir jonno {} lagbe", "ma er jonno {} nebo"),
    ),
    "marathi-latin": (
        *(
            "{}",
            "{}",
            "{}",
            "{} dakhva",
            "mala {} pahije",
            "{} aahe ka",
            "{} kitila aahe",
            "{} milel ka",
            "{} hava hota",
        ),
        *("dada {} dya", "ek {} dya", "changla {} dakhva", "{} ghyaycha aahe", "swasta {} dakhva", "{} chi kimmat"),
    ),
}
"""Questions for a thing, by language: the four, and three as they are typed in Latin letters."""

DESCRIPTIONS = (
    "{name}, {purpose}.",
    "{quality} {name} for the whole family.",
    "A {name} that lasts, {purpose}.",
    "Good {name} at a fair price. {quality}.",
    "Our customers' favourite {name}.",
    "{name} of tested quality, made in India.",
    "{name}: easy to use, {purpose}. {quality}.",
    "Everyday {name} for homes and shops.",
    "Made with care in small batches; {quality}.",
    "Ideal {purpose}, and as a gift.",
    "With one year's warranty. {quality} {name}.",
)
"""What stands below a product's name, in English."""

QUESTIONS = {
    "en": (
        *("How do I clean the {}?", "Is there a warranty on the {}?", "Can I return the {} if it does not fit?"),
        *("How long does delivery of a {} take?", "What sizes does the {} come in?", "Where is my order of a {}?"),
        *(
            "The {} I bought does not work",
            "Do you repair a {}?",
            "How much electricity does it use?",
            "Is it original?",
        ),
        *("Can I pay in instalments?", "When does the shop close?", "I want my money back", "Please call somebody"),
    ),
    "hi": (
        *("{} कैसे साफ़ करें?", "{} पर वारंटी कितनी है?", "{} वापस हो सकता है?", "{} कितने दिन में आएगा?"),
        *("{} किस साइज़ में आता है?", "मेरा {} का ऑर्डर कहाँ है?", "{} ख़राब निकला", "क्या किस्तों में मिलेगा?"),
        *("दुकान कब बंद होती है?", "मेरे पैसे वापस चाहिए", "किसी को बुलाइए", "धोने से रंग तो नहीं जाएगा?"),
    ),
    "bn": (
        *("{} কীভাবে পরিষ্কার করব?", "{} এর ওয়ারেন্টি কত দিনের?", "{} ফেরত দেওয়া যাবে?", "{} কত দিনে পৌঁছাবে?"),
        *("{} কোন কোন সাইজে আছে?", "আমার {} এর অর্ডার কোথায়?", "{} খারাপ বেরিয়েছে", "কিস্তিতে পাওয়া যাবে?"),
        *("দোকান কখন বন্ধ হয়?", "টাকা ফেরত চাই", "কাউকে ডাকুন", "ধুলে রং উঠবে না তো?"),
    ),
    "mr": (
        *("{} कसं स्वच्छ करायचं?", "{} ला किती वॉरंटी आहे?", "{} परत करता येईल का?", "{} किती दिवसांत येईल?"),
        *("{} कोणत्या साईजमध्ये मिळेल?", "माझी {} ची ऑर्डर कुठे आहे?", "{} खराब निघालं", "हप्त्यांवर मिळेल का?"),
        *("दुकान कधी बंद होतं?", "माझे पैसे परत हवेत", "कोणाला तरी बोलवा", "धुतल्यावर रंग जाणार नाही ना?"),
    ),
}
"""Questions about a product or the shop."""
