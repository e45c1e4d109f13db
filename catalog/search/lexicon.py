"""Short lists of words: what a question consists of besides what it asks for, and what customers call common things.

Fillers are left out of a search. Attributes (colour, material, size, unit) order the results but do not make one: who
asks for a red saree wants a saree. Of attributes and of things that most shops sell, the words in the four languages
and in Latin spelling are known, so that they are found across languages even where a product has no translation.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from catalog.search.inflection import forms
from catalog.search.romanise import sounds
from catalog.search.text import is_indic, tokens

_FILLERS = frozenset(
    tokens(
        """
        a an the i im we us you your me my mine our it its is are am was were be been do does did have has
        had having can could will would shall should may might must please pls kindly show shows see find
        search get give bring tell need needs want wants wanted looking look for of in on to with and or not
        near at by from if than then so as any some something anything all every available availability
        there here this that these those what whats which where who when how many much price prices priced
        cost costs costing rate rates rupee rupees rs inr under below above over less more between within
        upto up about around buy buying purchase sell selling sells stock shop store item items size sizes
        number product products thing things kind type good nice best better cheap cheaper cheapest
        affordable expensive latest one ones other another just only also like hello hi hey ok okay yes sir
        madam bhai lets let going thank thanks

        मुझे मुझको मेरे मेरी मेरा मैं हम हमें हमको आप आपके आपको आपका को का की के में से पर तक है हैं हो था
        थी थे क्या कौन कौनसा कौनसी कौनसे कितना कितनी कितने कहाँ कहां कब कैसे कैसा कैसी और या भी ही तो ना एक
        कोई कुछ सब यह ये वह वो इस उस इसका उसका इसकी उसकी लिए चाहिए चाहिये चाहता चाहती चाहूँगा दिखाओ दिखाइए
        दिखाइये दिखाएँ दिखाएं दिखा दिखाना दिखाएँगे बताओ बताइए बताइये बताना बता दो दीजिए दीजिये दें दे देना
        मिलेगा मिलेगी मिलेंगे मिलता मिलती मिल लेना लेनी खरीदना खरीदनी ख़रीदना ढूँढ ढूंढ रहा रही रहे हूँ हूं
        होगा होगी कम ज्यादा ज़्यादा सस्ता सस्ती सस्ते महंगा महंगी अच्छा अच्छी अच्छे बढ़िया वाला वाली वाले
        रुपये रुपए रुपयों रुपया रूपये दाम कीमत क़ीमत भाव भैया जी नमस्ते कृपया ज़रा जरा साइज़ साइज अंदर नीचे
        ऊपर सामान चीज़ चीज पास यहाँ यहां करो करना कर

        मला मी माझा माझी माझे माझ्या आम्हाला आम्ही तुम्ही तुमच्या तुमच्याकडे तुमचा आपल्याकडे हवा हवी हवे हवं
        हवंय हवेत हवाय हवीय पाहिजे पाहिजेत पाहिजेल दाखवा दाखव दाखवाल दाखवता दाखवू सांगा सांग द्या दे आहे
        आहेत आहेस का काय साईज किती कोणता कोणती कोणते कुठे कसा कशी कसे आणि किंवा पण एक काही हा ही हे तो ती ते
        त्या या मध्ये साठी साठीचा पेक्षा पर्यंत कमी जास्त स्वस्त महाग चांगला चांगली चांगले छान रुपयांचा
        रुपयांची रुपयांचे रुपयांच्या रुपयांपर्यंत रुपयात रुपयांत किंमत किंमतीत मिळेल मिळतील मिळतो मिळते
        घ्यायचा घ्यायची घ्यायचे घ्यायचं विकत बघायचा बघायची बघायचे शोधत असेल नको कृपया जरा खाली आत वस्तू

        আমি আমাকে আমার আমাদের আপনি আপনার আপনাদের আপনারা কাছে তোমার তুমি চাই চাইছি চাচ্ছি লাগবে দরকার দেখান
        দেখাও দেখাবেন দেখতে দেখব দেখি দিন দাও দেবেন বলুন বলো আছে আছেন কি কী কোন কোনো কত কতো কোথায় কেমন কবে
        এবং আর ও বা একটা একটি এক কিছু এই ওই সেই এটা ওটা এর জন্য জন্যে মধ্যে থেকে পর্যন্ত হবে হয় হলে পাওয়া
        যাবে যায় পাব পাবো কিনতে কিনব কিনবো নেব নেবো নিতে খুঁজছি কম কমের বেশি সস্তা সস্তায় দামি দামী দাম
        দামের দামে টাকা টাকার টাকায় ভালো ভাল দাদা দিদি নমস্কার সাইজ সাইজের একটু দয়া করে নিচে ভিতরে জিনিস
        করুন চাইছিলাম

        mujhe mujhko muje mera meri mere main mai hum hame hamein humein aap aapke aapka aapko ko ka ki ke
        mein me se par tak hai hain ho tha thi kya kaun kaunsa kaunsi kitna kitni kitne kahan kaha kab kaise
        kaisa aur ya bhi hi toh na ek koi kuch kuchh sab yeh ye woh vo wo is us iska uska liye liya chahiye
        chaiye chahie chahiy chahta chahti dikhao dikhaiye dikhaye dikhayein dikhana dikha dikhado dikhav
        batao bataiye bataye batana bata do dijiye dijie dedo dena milega milegi milenge milta milti lena
        leni kharidna kharidni dhundh raha rahi rahe hoon hun hoga hogi kam zyada jyada sasta sasti saste
        mehnga mahanga accha acha achha achchi achhi acchi badhiya wala wali wale vala vali vale rupaye
        rupay rupaya rupees rupiya daam dam kimat keemat bhaiya bhaiyya ji jee namaste kripya zara jara saiz
        andar neeche upar saman samaan cheez karo karna kar

        mala mi majha majhi majhe amhala tumhi tumchya tumchyakade hava havi have havay havaa pahije pahijet
        dakhva dakhava dakhwa dakhav sanga dya aahe ahe aahet ahet kay kiti konta konti konte kuthe ani aani
        kinva pan kahi madhe sathi peksha paryant kami jast swasta chan chhan milel milteel

        ami amake amar apni apnar apnader tumi lagbe dorkar dekhan dekhao dekhaben dekhte din dao bolun
        ache achhe ki koto kothay ebong ekta ekti kichu ei oi jonno moddhe theke porjonto hobe pawa jabe
        kinte kinbo nebo khujchi beshi shosta bhalo valo dada didi ektu taka takar dam nomoshkar
        """
    )
)

# In Latin letters Hindi's tea is Bengali's "want": only beside one of these words is it a filler.
_BENGALI_SPEECH = frozenset("ami amake amar apnar apnader amader tumi ekta ekti koto kichu dekhan".split())
_BENGALI_WANT = "chai"

# A line a concept, named by its first word.
_ATTRIBUTES = """
red lal laal लाल লাল तांबडा तांबडी तांबडे
blue neela neeli neele nila nili nile nil नीला नीली नीले निळा निळी निळे নীল
green hara hari hare hirva hirwa hirvi sobuj sabuj हरा हरी हरे हिरवा हिरवी हिरवे সবুজ
yellow peela peeli peele pila pili pivla pivli holud पीला पीली पीले पिवळा पिवळी पिवळे হলুদ
black kala kaala kali kaali kale kaale kalo काला काली काले काळा काळी काळे কালো
white safed safaid shada sada pandhra pandhri सफ़ेद सफेद पांढरा पांढरी पांढरे সাদা
pink gulabi golapi गुलाबी গোলাপি গোলাপী
orange narangi naringi komola kamala नारंगी नारिंगी केशरी কমলা
purple violet baingani jambhla jambhli beguni बैंगनी जामुनी जांभळा जांभळी जांभळे বেগুনি বেগুনী
brown bhura bhoora bhuri badami tapkiri भूरा भूरी भूरे तपकिरी বাদামি বাদামী
grey gray slety rakhadi dhusor स्लेटी ग्रे राखाडी करडा করডা ধূসর
maroon मरून मैरून মেরুন মরুন
golden gold sunehra sunehri soneri sonali सुनहरा सुनहरी सोनेरी সোনালি সোনালী
silver rupali chanderi रुपहला चंदेरी রুপালি রুপোলি
cotton sooti suti sutir सूती सुती कॉटन সুতি সুতির কটন
silk resham reshmi रेशमी सिल्क रेशम রেশম রেশমি সিল্ক সিল্কের
wool woollen woolen ooni uni lokari ऊनी लोकरी উলের পশমি
leather chamda chamde लेदर चमड़ा चमड़े चामड्याचा चामड्याची चामड्याचे চামড়ার
steel stainless स्टील स्टेनलेस স্টিল স্টিলের স্টেনলেস
plastic प्लास्टिक প্লাস্টিক প্লাস্টিকের
wooden wood lakdi lakadi लकड़ी लाकडी কাঠের
big large bada badi bade baro boro motha बड़ा बड़ी बड़े मोठा मोठी मोठे বড়
small little chhota chhoti chhote chota choti chote lahan छोटा छोटी छोटे लहान ছোট ছোটো
kids kid child children bachcha bachche bachchon bachhon बच्चा बच्चे बच्चों मुलांचा मुलांची मुलांसाठी বাচ্চা বাচ্চাদের শিশুদের
men mens man gents पुरुष पुरुषों पुरुषांचा पुरुषांसाठी পুরুষ পুরুষদের ছেলেদের
women womens woman ladies महिला महिलाओं लेडीज महिलांसाठी স্ত্রী মহিলা মহিলাদের মেয়েদের
kg kgs kilo kilogram किलो किग्रा কেজি কিলো
gram g gm gms grams ग्राम ग्रॅम গ্রাম
litre l ltr litres liter liters लीटर लिटर লিটার লিটারের
ml एमएल মিলি
inch inches इंच इंची ইঞ্চি
ton tons टन টন
watt w watts वॉट वाट ওয়াট
"""

_THINGS = """
fan pankha पंखा फैन পাখা ফ্যান
phone mobile smartphone फ़ोन फोन मोबाइल मोबाईल स्मार्टफोन ফোন মোবাইল স্মার্টফোন
tv television टीवी टेलीविजन टीव्ही টিভি
fridge refrigerator फ्रिज ফ্রিজ
laptop लैपटॉप लॅपटॉप ল্যাপটপ
charger चार्जर চার্জার
earphone headphone earbuds ईयरफोन इयरफोन हेडफोन ইয়ারফোন হেডফোন
speaker स्पीकर স্পিকার
bulb बल्ब বাল্ব
torch flashlight टॉर्च টর্চ
iron istri istari इस्त्री आयरन ইস্ত্রি
mixer mixie मिक्सर मिक्सी মিক্সার মিক্সি
watch ghadi ghadyal ghori घड़ी घड्याळ ঘড়ি
saree sari साड़ी साडी শাড়ি
shirt शर्ट শার্ট
trousers pants pant पैंट पँट প্যান্ট
shoe shoes joota joote juta jute juto जूता जूते शूज़ शूज जोडे बूट জুতো জুতা
slipper slippers chappal चप्पल চপ্পল চটি
cap hat topi टोपी টুপি
bedsheet chadar बेडशीट चादर বেডশিট চাদর
blanket kambal कंबल ब्लँकेट ब्लैंकेट কম্বল
towel tauliya तौलिया टॉवेल তোয়ালে
pillow takiya तकिया उशी বালিশ
curtain parda पर्दा परदा পর্দা
umbrella chhata chhatri छाता छतरी छत्री ছাতা
bag thaila jhola बैग बॅग थैला पिशवी ব্যাগ থলে
bottle botal baatli बोतल बाटली বোতল
plate thali प्लेट थाली ताट থালা প্লেট
glass gilas ग्लास गिलास গ্লাস গেলাস
spoon chammach chamcha चम्मच चमचा চামচ
knife chaku chhuri चाकू सुरी ছুরি
bucket balti बाल्टी बादली বালতি
broom jhadu झाड़ू झाडू ঝাড়ু ঝাঁটা
chair kursi khurchi कुर्सी खुर्ची চেয়ার
table mez मेज टेबल টেবিল
rice chawal tandul chal चावल तांदूळ চাল
flour atta आटा पीठ আটা
dal lentil lentils दाल डाळ ডাল
oil tel तेल তেল
tea chai cha चाय चहा চা
sugar chini shakkar sakhar चीनी शक्कर साखर চিনি
salt namak नमक मीठ নুন লবণ
milk doodh dudh दूध দুধ
spice masala मसाला মশলা মসলা
biscuit cookies बिस्कुट बिस्किट বিস্কুট
honey shahad madhu शहद मध মধু
soap sabun saban साबुन साबण সাবান
bicycle cycle साइकिल सायकल সাইকেল
ball gend chendu गेंद चेंडू বল
bat balla बल्ला बैट बॅट ব্যাট
toy khilona khelna खिलौना खिलौने खेळणी खेळणे খেলনা
doll gudiya गुड़िया बाहुली পুতুল
book kitab pustak boi किताब पुस्तक বই
notebook copy khata कॉपी वही খাতা
"""


def _index(groups: Iterable[str]) -> dict[str, frozenset[str]]:
    """The concepts by the words themselves, for Indic ones, and by how they sound, for Latin spellings."""
    found: dict[str, frozenset[str]] = {}
    for words in map(tokens, groups):
        for spelling in set(words).union(*map(sounds, words)):
            found[spelling] = found.get(spelling, frozenset()) | {words[0]}
    return found


_ATTRIBUTE_OF = _index(_ATTRIBUTES.strip().splitlines())
_THING_OF = _index(_THINGS.strip().splitlines())


def telling(words: Iterable[str]) -> list[str]:
    """The words of a question that are no fillers."""
    said = list(words)
    wanted = {_BENGALI_WANT} if _BENGALI_SPEECH.intersection(said) else set()
    return [word for word in said if word not in _FILLERS and word not in wanted]


@lru_cache(maxsize=65536)
def concepts(word: str) -> frozenset[str]:
    """The English words for the attributes or common things that a word of `text.tokens` names."""
    return _look_up(word, _ATTRIBUTE_OF) | _look_up(word, _THING_OF)


@lru_cache(maxsize=65536)
def is_attribute(word: str) -> bool:
    """Whether a word describes a thing rather than names one; figures do too."""
    return word.isdigit() or bool(_look_up(word, _ATTRIBUTE_OF))


def _look_up(word: str, index: dict[str, frozenset[str]]) -> frozenset[str]:
    spellings = set(forms(word))
    if not is_indic(word):
        # Only here, and not for short words: by sound alone কলা (banana) would be काला (black), and a bath a bat.
        spellings |= {sound for form in forms(word) for sound in sounds(form) if len(sound) >= 4}
    return frozenset().union(*(index.get(spelling, ()) for spelling in spellings))
