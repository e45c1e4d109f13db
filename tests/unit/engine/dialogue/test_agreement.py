"""Many wordings of a yes, of a no, and of what is neither, to a read-back: a cancellation, a refund, an exchange."""

from __future__ import annotations

import pytest

from engine.dialogue.confirmation import Answer, classify
from engine.lexicon import CODES, read
from engine.tools.guard import PendingAction

CANCEL = PendingAction("cancel_order", {"order_id": "1003", "reason": None}, {}, 0.0)
REFUND = PendingAction("initiate_return", {"order_id": "1003", "reason": "defective", "action": "refund"}, {}, 0.0)
CREDIT = PendingAction(
    "initiate_return", {"order_id": "1003", "reason": "defective", "action": "store_credit"}, {}, 0.0
)
EXCHANGE = PendingAction("initiate_return", {"order_id": "1003", "reason": "defective", "action": "exchange"}, {}, 0.0)

# To whatever is asked.
YES = """
হ্যাঁ ঠিক আছে | হ্যাঁ দাদা, করে দিন | হ্যাঁ হ্যাঁ, করে ফেলুন | আচ্ছা ঠিক আছে, করুন
হ্যাঁ গো, করে দাও তাড়াতাড়ি
নিশ্চয়ই, করে দিন | হ্যাঁ মাসিমা, করে দিন | একদম ঠিক বলেছেন, করে দিন | হ্যাঁ, আমি রাজি
হ্যাঁ, কোনো অসুবিধা নেই, করে দিন
হ্যাঁ, এক্ষুনি করে দাও | হ্যাঁ, আপনি যা বললেন তাই করুন | হয়ে যাক তাহলে | ঠিক আছে দিদি, ধন্যবাদ
haa dada, kore din taratari
thik ache bhai, kore felun | hyan, kore din na
हो चालेल की | हो, करून टाका एकदाचं | हो हो, लवकर करा | होय साहेब, करून द्या | ठीक आहे, करा की
हो, काही हरकत नाही, करून टाका
नक्की, करा | हो ताई, तसंच करा | चालेल ना | हो, तुम्ही म्हणालात तसं करा | बरं, चालेल, करून टाका
अहो हो, करा ना | मान्य आहे, करून टाका
हो, ठरलंय, करा | ho chalel ki | ho, karun taka ekdacha | hoy bhau, lavkar kara | chaltay, karun taka
हाँ बेटा, कर ही दो | हाँ भैया जल्दी से कर दो | जी बिल्कुल, कर दीजिए | हाँ हाँ, अभी कर दो
ज़रूर, कर दीजिए | हाँ यार, कर डालो
हाँ जी बहनजी, कर दीजिए | ठीक है, हो जाए | हाँ कर दो ना | जी मैडम, कर दीजिए ना
हाँ, कोई बात नहीं, कर दीजिए | हाँ, सोच लिया है, कर दो
हाँ, आपने सही समझा | हाँ, मेरी तरफ़ से पक्का | हाँ हाँ यही तो, कर दो | अरे हाँ भाई, कर दो
चलो ठीक है, कर दो | जी हाँ, आगे बढ़िए
हाँ, मैंने कहा कर दो | मंज़ूर है | सही है, कर दीजिए | हाँजी, कर दीजिए, धन्यवाद
haan haan kar do bhai, jaldi | haan beta kar hi do | theek hai, kar dijiye | haan kar do na
haan ji bilkul, abhi kar do
pakka, kar do yaar | haan bhaiya fatafat kar do | ji haan, aage badho | zaroor, kar dijiye
haan haan yahi to, kar do
theek hai koi baat nahi, kar do | arre haan, kar dalo | chalo theek hai, kar do | ok done, kar do
yes yes that's the one, go ahead | yeah go ahead please | yes dear, do it
sure, no problem, go ahead
of course, please do
yes, that's right, go ahead | absolutely, do it now | yes please, quickly
yep, go ahead and do it right away | okay boss, do it
yes I have decided, go ahead | yes, why not | that's right, yes | by all means, proceed
yes yes, I am sure | yup that's it
हुम… ठीक है, कर दो | हम्म ठीक है कर दीजिए | हाँ वही कर लीजिए | हाँ हाँ करिए करिए | हाँ कर लो | जी कर लीजिएगा
हाँ लिख लो | हाँ लिख लीजिए | हाँ जी, दर्ज कर लीजिए | हाँ नोट कर लो | जी बिल्कुल, नोट कर लीजिए | हाँ चलेगा
चलेगा कर दो | हाँ चल जाएगा, कर दो | हाँ, कर दीजिए फिर | ठीक है तो कर दो | हाँ बाबा हाँ | हाँ भई हाँ, कर दो
हाँ यही करना है | जी हाँ यही | हाँ सही बोल रहे हो | हाँ सही है, आगे करो | हाँ, ऐसा ही कर दो
हाँ, वैसा ही कीजिए | ठीक लग रहा है, कर दो | हाँ हो जाने दो | हाँ होने दो | हाँ निपटा दो | हाँ काम कर दो
हाँ कर दीजिए न प्लीज़ | हाँ मैं तैयार हूँ | हाँ, मुझे मंज़ूर है | हाँ पक्का पक्का | हाँ ओके है | ओके कर दो जी
ओके डन | जी सर कर दीजिए | हाँ तो कर दो | अच्छा हाँ कर दो | अच्छा ठीक है, कर दीजिए | हाँ जैसा बोला वैसा कर दो
हाँ मेरी माँ, कर दो | हाँ जी हाँ जी | हाँ कन्फर्म करो | कन्फर्म है, कर दो | हाँ बिल्कुल सही
हाँ अब कर ही डालो | हाँ हाँ क्यों नहीं | हाँ बेझिझक कर दो | हाँ मारो | हाँ, पूछ क्या रहे हो, कर दो
hmm theek hai, kar do | haan kar lo | haan likh lo | haan note kar lo | haan ji kar lijiye | haan chalega
haan chal jayega, kar do | haan bhai haan | haan wahi karo | haan aisa hi karo | haan ho jane do
haan done karo | ok done | haan confirm karo | confirm hai, kar do | haan bilkul sahi | haan pakka pakka
haan phir kar do | theek hai to kar do | haan kyun nahi | haan maaro | haan kar dena bhai
haan jaisa bola waisa kar do | yes kar do | yes kar dijiye | yes ji | ok kar do | sure kar do
yes bhaiya kar do | haan haan kardo yaar | acha theek hai kar do | haan karwa dijiye
haan kar dijiyega please | hmm haan | haan nipta do | ji bilkul kar dijiye | হুম… ঠিক আছে, করে দিন
হুম করে দিন | হ্যাঁ, লিখে নিন | হ্যাঁ নোট করে নিন | হ্যাঁ তাই করুন | হ্যাঁ সেটাই করুন | হ্যাঁ হ্যাঁ, করুন করুন
হ্যাঁ, চলবে | চলবে, করে দিন | হ্যাঁ ওটাই করে দিন | হ্যাঁ নিশ্চিত | হ্যাঁ আমি নিশ্চিত, করুন | হ্যাঁ একদম
একদম, করে দিন | হ্যাঁ, সেই ভালো | আচ্ছা, তাই হোক | হ্যাঁ করেই দিন | হ্যাঁ করে নিন | হ্যাঁ, কনফার্ম করুন
হ্যাঁ পাক্কা | হ্যাঁ ওকে | ওকে করে দিন | হ্যাঁ, ব্যবস্থা করুন | হ্যাঁ, যা বললেন ঠিক | হ্যাঁ হ্যাঁ ঠিকই আছে
হ্যাঁ, এগিয়ে যান | হ্যাঁ, তাহলে করে দিন | হ্যাঁ, হয়ে যাক | বেশ, করে দিন | বেশ তো, তাই করুন | হ্যাঁ কেন নয়
আজ্ঞে হ্যাঁ | হ্যাঁ রাজি আছি | ঠিক আছে তাই করুন | হ্যাঁ করে দিন প্লিজ | হ্যাঁ স্যার করে দিন | অবশ্যই করুন
hum thik ache kore din | haa kore nin | haa likhe nin | haa cholbe | haa tai korun | besh, kore din
ok kore din | hya ekdom | हुं… ठीक आहे, करा | हो नोंदवा | हो चालेल, नोंदवा | हो, लिहून घ्या | हो, नोंद करा
हो करून घ्या | हो चालतंय की | चालतंय, करा | हो चालतंय | हो हो करा करा | हो, तसंच करा | हो तेच करा | हो पक्कं
हो पक्का | हो अगदी बरोबर | हो अगदी | हो की करा | हो करा की | हो मग करा | बरं करा | बरं ठीक आहे, करून टाका
हो, होऊन जाऊ दे | हो होऊ द्या | हो, कन्फर्म करा | हो, ओके | ओके करा | हो मी तयार आहे | हो, तयार आहे मी
हो, का नाही | हो करून द्या ना | हो, करायचंच आहे | हो, करूनच टाका | हो, जमेल | हो ठीक | हो नक्कीच | नक्कीच करा
अर्थातच, करा | हो तर, करा | हो मॅडम करा | होय होय | हो चालू द्या | हो पुढे चला | ho nondva | ho lihun ghya
ho chaltay ki | ho karun ghya | ho tech kara | ho nakkich | ok kara | ho kara ki | ho pakka | hmm okay, do it
hmm, yes | um yes | uh, ok, go ahead | yes do that | yes please do that | yeah do that | sure do that
yes that works | that works, go ahead | works for me | sounds good to me | yes that's fine
that's fine, go ahead | fine by me | fine, do it | ok fine | yes, that's correct | yes, it's right
yes go for it | go for it | yes, make it so | yes, note it down | yes, put it through | yes, process it
please process it | yes submit it | yes, file it | yes, get it done | yes i'm sure | positive, go ahead
indeed | yes indeed | yes, you do that | exactly, yes | yes exactly | yes i agree | i agree
i am okay with it | yes, happy with that | yes please go on | yes, continue | ya do it | ya ok | yea sure
alright, go ahead | alright do it | okay then | okay then, do it | yes, all right | righto, go ahead
sure thing | you bet | yes why not | why not, go ahead | yes i confirm | i confirm | confirm it
yes, confirm it please | yes you have my go ahead | ok ok do it
alright then, yes | yes ma'am | certainly, carry on | yes, you can go ahead | ok no worries, do it
"""
# Only to one of them.
YES_CANCEL = """
theek hai, cancel kar dijiye | yeah please cancel it | হ্যাঁ বাবা, ক্যানসেলই করে দাও
haan cancel hi kar do yaar | हाँ, कैंसिल कर ही दो
हो, रद्दच करून टाका | हाँ बेटा, रद्द कर दो | yes, cancel it right away | ok, you can cancel it
হ্যাঁ, অর্ডারটা বাতিল করে দিন | yes, go ahead and cancel it
हो, कॅन्सल करा लवकर | haan ji, 1003 cancel kar dijiye | हाँ, मुझे कैंसिल करना ही है
yes, cancel the order immediately please
हाँ वही हटा दो | haan pakka, cancel maaro | हाँ हाँ, कर दीजिए कैंसिल | हाँ कैंसिल मार दो
हाँ, ऑर्डर हटा दीजिए | हाँ उसको रद्द करवा दो | हाँ कैंसिल करवाना है | हाँ कैंसिल ही चाहिए | जी रद्द कर लीजिए
haan order hata do | haan cancel kar lo | haan isko cancel maar do | yes cancel kar do | ok cancel
yes cancel please | yes, cancel that one | yes cancel the whole thing | yes, scrap it | yes, call it off
yes remove it | yes, drop it | হ্যাঁ, ক্যানসেল করে নিন | হ্যাঁ অর্ডারটা বাদ দিন | হ্যাঁ, বাদ দিয়ে দিন
হ্যাঁ ওটাই বাতিল করুন | हो, ऑर्डर काढून टाका | हो रद्द करून घ्या | ho cancel karun taka | हो कॅन्सल करून टाक
हाँ ऑर्डर रुकवा दो | हाँ भाई कैंसिल ठोक दो
हाँ मत भेजना | हाँ जी, मत भेजिए | हाँ, अब मत भेजो | हाँ भेजो मत | ठीक है, भेजने की ज़रूरत नहीं | haan mat bhejna | haan ji mat bhejo
yes, don't send it | yeah don't ship it | ok, no need to send it | হ্যাঁ, পাঠাবেন না | ঠিক আছে, পাঠিও না | haa pathaben na
हो, पाठवू नका | होय, नका पाठवू | ho, pathvu naka
"""
YES_REFUND = """
हाँ, पैसे वापस कर दो जल्दी | হ্যাঁ, টাকাটা ফেরত দিন | yes, refund the money please
हो, पैसे परत करा
haan paise wapas kar dijiye na
हाँ पैसे लौटा दो | हाँ पैसे दे दो | हाँ पैसे ही चाहिए | हाँ रिफंड चाहिए | हाँ जी रिफ़ंड कर दो
haan paise de do | haan refund kar do | haan refund hi chahiye | yes, i want the refund
yes, i want my money back | yes, give me the money | হ্যাঁ, টাকা দিয়ে দিন | হ্যাঁ টাকাই ফেরত দিন
হ্যাঁ, টাকা ফেরত চাই | हो, पैसे द्या | हो पैसेच द्या | हो, पैसे परत हवेत | ho paise dya
"""
YES_EXCHANGE = """
हो, बदलून द्या | হ্যাঁ, বদলে দিন | yes, exchange it please | haan bhaiya, badal do
हाँ, बदल ही दीजिए
हाँ बदल लीजिए | हाँ बदल लो | हाँ एक्सचेंज कर लो | हाँ बदलवा दो | haan badal lo | haan exchange kar lo
haan exchange hi chahiye | yes kar do exchange | yes swap it | yes, replace it | হ্যাঁ বদলে নিন
हाँ, नया एक दीजिए | हाँ जी, नया वाला दे दो | haan, ek naya de dijiye | haan naya wala de do
yes, give me a new one | yes please, a new one | হ্যাঁ, নতুন একটা দিন | হ্যাঁ, নতুনটা দিন | हो, नवीन द्या | हो, नवा एक द्या
হ্যাঁ পাল্টে দিন | হ্যাঁ বদলে দিলেই হবে | हो बदलून घ्या | हो बदली करा | हो, बदलूनच द्या | ho badlun ghya
"""
YES_CREDIT = """
हाँ क्रेडिट ही दे दो | हाँ स्टोर क्रेडिट दे दीजिए | हाँ क्रेडिट चलेगा | haan store credit de do
haan credit chalega | yes store credit please | হ্যাঁ ক্রেডিট দিয়ে দিন | হ্যাঁ স্টোর ক্রেডিটই দিন
हो स्टोअर क्रेडिट द्या | हो क्रेडिटच द्या | हो क्रेडिट चालेल | ho credit chalel
"""
# To a return, whatever is given for it.
YES_RETURN = """
हाँ वापस कर लीजिए | हाँ वापस कर लो | जी बिल्कुल, कर दीजिए वापसी | हाँ वापस ले लो | हाँ ले लो वापस
हाँ, रिटर्न कर लो | हाँ रिटर्न ले लीजिए | हाँ लौटा दीजिए | haan return kar lo | haan wapas le lo
yes return kar do | yes, take it back | yes please take it back | হ্যাঁ ফেরত নিন | হ্যাঁ ফেরত নিয়ে নিন
হ্যাঁ রিটার্ন করে দিন | हो परत घ्या | हो, परत घेऊन टाका | हो, रिटर्न घ्या | ho parat ghya
"""
# And why: only who says what to do may tell it.
YES_WHY = """
हाँ, कैंसिल कर दो, अब ज़रूरत नहीं है | हाँ भैया कर दो, भाई ने ला दिया
हाँ कर दीजिए, दूसरी दुकान से सस्ता मिल गया
हाँ कैंसिल कर दो, गलती से हो गया था | जी हाँ, कर दीजिए, मन बदल गया | हाँ रद्द कर दो हमें नहीं चाहिए
haan cancel kar do, ab zaroorat nahi | haan bhaiya kar do, mujhe kahin aur se mil gaya
haan kar dijiye, nahi chahiye ab
ab zaroorat nahi hai, haan cancel kar do | theek hai kar do, bahut der ho gayi
yes cancel it, I don't need it anymore | yes, go ahead, my brother already bought one
yes please do, I found it cheaper
yeah cancel it I changed my mind | yes, cancel the order, we are moving
yes, cancel it because I ordered twice
হ্যাঁ, বাতিল করে দিন, আর লাগবে না | হ্যাঁ করে দিন, ভাই এনে দিয়েছে
হ্যাঁ, বাতিল করুন, অন্য দোকানে কম দামে পেয়ে গেছি
হ্যাঁ দাদা, করে দিন, ভুল করে দিয়েছিলাম | haa, cancel kore din, ar lagbe na
हो, रद्द करा, आता गरज नाही | हो, करून टाका, भावाने आणलं | हो, कॅन्सल करा, दुसरीकडे स्वस्त मिळालं
हो, करा, चुकून झाली होती | ho, cancel kara, ata garaj nahi
yes I'm sure, we've got too many | I'm quite sure, yes, found it cheaper somewhere else
yes, cancel it, it is too costly
हाँ पक्का, हमारे पास बहुत हैं | haan pakka, kahin aur se mil gaya | हाँ पक्का, अब ज़रूरत नहीं रही
হ্যাঁ আমি নিশ্চিত, ভাই এনে দিয়েছে | হ্যাঁ করে দিন, আর দরকার পড়বে না | हो नक्की, आमच्याकडे खूप आहेत
"""
# Sounds like a reason, and is none.
NO_WHY = """
haan cancel nahi chahiye | yes, I don't want it cancelled | yes, no need to cancel it
haan mujhe nahi chahiye cancel
yes I don't need to cancel it | হ্যাঁ, বাতিল লাগবে না | हो, रद्द नको आहे
हाँ कैंसिल की ज़रूरत नहीं | haan mujhe mil gaya
yes, I got it already | haan kar do, lekin ab nahi chahiye exchange
yes, cancel it if my brother bought one
haan cancel kar do jab bhai la diya | হ্যাঁ, ভাই এনে দিয়েছে | हाँ कर दो, पर भाई ने लिया तो नहीं
yes, cancel it, don't return it
yes, go ahead, I don't want to cancel it
yes we've got too many | yes, not sure we've got too many | yes I'm sure, I don't want it cancelled | पक्का नहीं चाहिए
i am sure i don't need it | পাক্কা চাই না | नक्की नको | हाँ पक्का, कैंसिल की ज़रूरत नहीं
yes I'm sure, but we have too many questions
"""
# That it is not to be sent, but not that it is to be cancelled; none of them is taken for a no either.
NOT_SENT = """
मत भेजना | don't send it | पाठवू नका | পাঠাবেন না | हाँ, अभी मत भेजना | yes, don't send it now | হ্যাঁ, এখন পাঠাবেন না
हो, आत्ता पाठवू नका | हाँ, आज मत भेजना | yes, don't send it to my brother | हाँ, भाई को मत भेजना
yes don't send the second one | हाँ दूसरा मत भेजना | yes, don't send me messages | yes don't send it back
हाँ मत भेजना, पर पैसे दो | हाँ, जल्दी मत भेजना
"""
NO = """
না না, থাক | না দাদা, করবেন না | থাক, দরকার নেই | না, রেখে দেব | হ্যাঁ... না, থাক | na thak bhai
नको नको | नाही, राहू दे | नको, असू द्या | अहो नाही, करू नका | हो... नाही नको | nako, rahu de
नहीं भैया, रहने दो | अरे नहीं, मत करो | नहीं, मैं रख लूँगा | रहने ही दो | जाने दीजिए
हाँ नहीं, मत कीजिए | बिल्कुल नहीं | ना बाबा ना
nahi yaar, rehne do | arre nahi, mat karo | haan nahi nahi | jaane do bhai
rakh lunga, cancel mat karo
no no, leave it | no thanks, I'll keep it | nope, forget it | don't do that | of course not
absolutely not | yes no wait, don't
definitely not, keep it | no, please don't | do not cancel it
"""
# A condition, a question, another thing: no clear yes, however it begins. A word of denying in it may make it a no.
NEITHER = """
हाँ लेकिन पैसे कब मिलेंगे | हाँ, पर पहले बताओ कितना मिलेगा | हाँ अगर पैसे पूरे मिलें तो
हाँ, पर सिर्फ़ जूते का | हाँ एक मिनट
हाँ पहले ये बताइए चार्ज लगेगा क्या | हाँ, कल कर देना | हाँ, दूसरा वाला | हाँ शायद | देखते हैं
सोचकर बताता हूँ | हाँ 1005 कर दो
हाँ और 1004 भी कर दो | हाँ फिर से बताओ | अच्छा | हाँ पूछकर बताता हूँ | ठीक है लेकिन आज ही पैसे दो
हाँ रुको
haan, par pehle batao kitna milega | haan lekin exchange karna hai | haan agar free hai to
haan kal kar dena | haan ek minute
haan shayad | theek hai par paise kab | haan 1005 kar do | haan dusra wala | haan mummy se puch ke
haan kar do kya | haan aur kuch dikhao
haan but only the shoes | haan wapas laga do
yes, but refund instead | yes, if it is free | yes but only the shoes | yes, how much will I get
yes and also 1005 | yes maybe
yes, after I talk to my wife | yes, tomorrow | ok but when does the money come | yes, the other one
sure, what happens then
yes except the kettle | yes the first item only | is it really yes | yes in that case show me another
could you repeat, yes
yes to 1004 | okay so what do I get | right, and the delivery charge | yes once I have the money
yes unless it costs something | let me think
হ্যাঁ, কিন্তু টাকা কবে পাব | হ্যাঁ, আগে বলুন কত পাব | হ্যাঁ যদি টাকা কাটে | হ্যাঁ, কাল করবেন
হ্যাঁ হয়তো | হ্যাঁ, অন্যটা | হ্যাঁ 1004 টা
একটু ভেবে দেখি | হ্যাঁ কি | হ্যাঁ, আর শাড়ি দেখান | ঠিক আছে কত টাকা | হ্যাঁ, শুধু জুতোটা
haa kintu taka kobe | হ্যাঁ মাসিমা, করে দিন না | হ্যাঁ করুন না | हाँ ना | हो ना
haa, age bolun koto pabo
हो पण पैसे कधी मिळतील | हो, आधी सांगा किती मिळतील | हो, जर फुकट असेल तर | हो उद्या करा | हो, दुसरी
हो बहुतेक | विचार करून सांगतो
हो का | हो 1004 करा | हो, फक्त बूट | हो, आणि साडी दाखवा | ठीक आहे पण चार्ज लागेल का
ho pan paise kadhi
ho, aadhi sanga kiti
हाँ ले लो दूसरा वाला | हाँ लिख लो नया ऑर्डर | हाँ ये भी ले लो | हाँ हटा दो ये बात | hmm | हुम | হুম
हाँ कर लेंगे बाद में | हाँ कर लेना बाद में | yes do that later | that works if it is free
haan kar lo jab time mile | हाँ चलेगा क्या | will that work | yes but do that tomorrow
haan note karo mera number | हाँ लिख लो मेरा पता | yes, take the other one back | yes give me time
yes give me another | हाँ नया ऑर्डर दे दो | yes give me a new bill | हाँ नया नंबर लिखो | yes, a new colour | হ্যাঁ, নতুন অর্ডার দিন
yes process it for the other order | i confirm nothing | yes, remove the fee
हाँ फ़ीस हटा दो | i agree but later | हाँ चाहिए | yes i want it | i want it | yes that is what i want to know
yes give me the details | हाँ चाहिए मुझे ये | हाँ भेज दो | हाँ मुझे ऑर्डर चाहिए | haan chahiye
let's see | i'll do that later | हाँ भेज दो सामान | ho have ahe mala
হ্যাঁ চাই | yes send it | haan bhej do | हाँ यही चाहिए | haan yahi chahiye | হ্যাঁ, এটাই চাই | हो, तेच हवंय
yes, that is what i want | haan lena hai | हाँ लेना है | yes go back | हाँ रोको | yes, remove the second item
हाँ नोट करो फ़ोन नंबर | হ্যাঁ, লিখে নিন আমার ঠিকানা | हो, लिहून घ्या माझा पत्ता | हाँ ले लूँगा | haan rakh lo
"""


def _wordings(table: str) -> list[str]:
    return [wording.strip() for line in table.strip().splitlines() for wording in line.split("|")]


@pytest.mark.parametrize("said", _wordings(YES))
def test_a_yes_in_other_words_is_a_yes_to_whatever_was_read_back(said: str) -> None:
    assert {classify(said, pending) for pending in (CANCEL, REFUND, EXCHANGE)} == {Answer.YES}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *((said, CANCEL) for said in _wordings(YES_CANCEL)),
        *((said, REFUND) for said in _wordings(YES_REFUND)),
        *((said, EXCHANGE) for said in _wordings(YES_EXCHANGE)),
        *((said, CREDIT) for said in _wordings(YES_CREDIT)),
    ],
)
def test_a_yes_that_repeats_what_was_asked_is_a_yes_to_that_alone(said: str, meant: PendingAction) -> None:
    for pending in (CANCEL, REFUND, EXCHANGE, CREDIT):
        assert (classify(said, pending) is Answer.YES) == (pending is meant), pending


@pytest.mark.parametrize("said", _wordings(YES_RETURN))
def test_a_yes_that_repeats_the_return_is_one_whatever_is_given_for_it(said: str) -> None:
    for pending in (CANCEL, REFUND, EXCHANGE, CREDIT):
        assert (classify(said, pending) is Answer.YES) == (pending is not CANCEL), pending


@pytest.mark.parametrize("said", _wordings(YES_WHY))
def test_who_says_what_to_do_may_tell_why(said: str) -> None:
    assert classify(said, CANCEL) is Answer.YES


@pytest.mark.parametrize("said", _wordings(NO_WHY))
def test_what_only_sounds_like_a_reason_is_no_yes(said: str) -> None:
    assert classify(said, CANCEL) is not Answer.YES


@pytest.mark.parametrize("said", _wordings(NOT_SENT))
def test_what_is_not_to_be_sent_now_or_to_somebody_is_asked_once_more(said: str) -> None:
    assert classify(said, CANCEL) is Answer.OTHER


@pytest.mark.parametrize("said", _wordings(NO))
def test_a_no_in_other_words_is_a_no(said: str) -> None:
    assert {classify(said, pending) for pending in (CANCEL, REFUND, EXCHANGE)} == {Answer.NO}


@pytest.mark.parametrize("said", _wordings(NEITHER))
def test_a_condition_a_question_or_another_thing_is_neither(said: str) -> None:
    assert {classify(said, pending) for pending in (CANCEL, REFUND, EXCHANGE)} == {Answer.OTHER}


@pytest.mark.parametrize("said", [said for table in (YES, YES_CANCEL, YES_WHY) for said in _wordings(table)])
@pytest.mark.parametrize(
    "besides", ["नहीं", "না", "नको", "don't", "lekin", "if", "কিন্তু", "पण", "1004", "कितना", "only", "कल"]
)
def test_no_yes_survives_a_no_a_condition_or_another_number(said: str, besides: str) -> None:
    assert classify(f"{said}, {besides}", CANCEL) is not Answer.YES
    assert classify(f"{besides} {said}", CANCEL) is not Answer.YES


@pytest.mark.parametrize("code", CODES)
def test_what_is_said_beside_a_yes_is_none_by_itself(code: str) -> None:
    for phrase in (*read(code)["agreement"]["beside"], *read(code)["agreement"]["soft"]):
        if classify(phrase, CANCEL) is Answer.YES:
            assert phrase in read(code)["agreement"]["beside"], phrase
