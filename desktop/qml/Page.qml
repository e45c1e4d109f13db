pragma ComponentBehavior: Bound

import QtQuick

// The shop's side: the question, the answer, and the cards that it talks about.
Item {
    id: page

    required property bool portrait
    required property string mode
    required property string stable
    required property string tentative
    required property string reply
    required property string problem
    required property string greeting
    required property string help
    required property bool confirming
    required property var choices
    required property var cards
    required property var texts
    // How far the cards may slide beyond the right margin before the window ends.
    required property real bleed
    readonly property bool hasCards: cards.kinds.length > 0
    // While the next question is being spoken, the reply has gone already and the cards are still there.
    readonly property bool answered: reply !== "" || (hasCards && mode !== "listening")
    readonly property bool empty: !question.visible && !reply && !problem && !hasCards
    // A policy is quoted word for word: its card shows it already. And what went wrong is on its own panel.
    readonly property bool told: problem.startsWith(reply) || cards.saying.startsWith(reply)
    // Few words stand lower and larger than those above cards.
    readonly property real start: hasCards || (portrait && height < Theme.px(600)) ? 0 : Theme.px(portrait ? 100 : 64)
    readonly property real below: question.visible ? question.y + question.height + Theme.px(18) : start
    readonly property bool roomForCards: height - answer.y - (meant.visible ? meant.height : 0) >= Theme.px(370)
    readonly property real cardsLeast: Theme.px(portrait ? 420 : cards.kinds[0] === "product" ? 310 : 380)

    signal chosen(words: string)
    signal confirmed(yes: bool)

    Column {
        anchors {
            left: parent.left
            right: parent.right
            verticalCenter: parent.verticalCenter
            verticalCenterOffset: -Theme.px(30)
        }
        spacing: Theme.px(22)
        visible: page.empty

        KioskText {
            objectName: "greeting"
            width: parent.width
            words: page.greeting
            font.pixelSize: Theme.px(50)
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
        }

        KioskText {
            width: parent.width
            words: page.help
            color: Theme.inkSoft
            font.pixelSize: Theme.px(29)
            lineHeight: 1.1
            wrapMode: Text.Wrap
        }
    }

    Transcript {
        id: question

        y: page.start
        width: parent.width
        stable: page.stable
        tentative: page.tentative
        answered: page.answered
    }

    WaitingDots {
        x: Theme.px(26)
        y: page.below + Theme.px(20)
        visible: page.mode === "thinking" && !page.answered && !page.problem
    }

    ProblemPanel {
        id: trouble

        y: page.below
        width: parent.width
        visible: page.problem
        words: page.problem
    }

    FittingText {
        id: answer

        objectName: "reply"
        y: trouble.visible ? trouble.y + trouble.height + Theme.px(20) : page.below
        width: parent.width
        text: page.reply
        follows: true
        sizes: {
            const above = page.hasCards ? [40, 35] : [50, 40];
            return [...above, 30, 26, 22].map(size => Theme.px(size));
        }
        boldFrom: Theme.px(30)
        visible: text && !page.told
        maximumHeight: Math.max(Theme.px(60), page.height - y - (cardsRow.visible ? page.cardsLeast + Theme.px(24) : 0))
    }

    Choices {
        id: meant

        y: answer.y + answer.height + Theme.px(24)
        width: parent.width
        visible: page.choices.length > 0 && answer.visible
        options: page.choices
        onChosen: words => page.chosen(words)
    }

    CardsRow {
        id: cardsRow

        objectName: "cards"
        y: meant.visible ? meant.y + meant.height + Theme.px(24) : answer.visible ? answer.y + answer.height + Theme.px(24) : answer.y
        width: parent.width + page.bleed
        space: parent.width
        height: page.height - y
        rightMargin: page.bleed
        visible: page.hasCards && page.roomForCards
        model: page.cards
        kinds: page.cards.kinds
        texts: page.texts
        confirming: page.confirming
        portrait: page.portrait
        onAnswered: yes => page.confirmed(yes)
    }
}
