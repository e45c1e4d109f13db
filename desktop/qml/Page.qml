pragma ComponentBehavior: Bound

import QtQuick

// The shop's side: the question, the answer, and the cards that it talks about.
Item {
    id: page

    required property bool portrait
    required property bool thinking
    required property string stable
    required property string tentative
    required property string reply
    required property string problem
    required property string greeting
    required property string help
    required property bool confirming
    required property var cards
    required property var texts
    // How far the cards may slide beyond the right margin before the window ends.
    required property real bleed
    readonly property bool answered: reply || cardsRow.count > 0
    readonly property bool empty: !question.visible && !reply && !problem && cardsRow.count === 0
    readonly property real below: question.visible ? question.height + Theme.px(18) : 0
    readonly property real cardsLeast: portrait ? Theme.px(420) : Theme.px(300)

    signal answeredYesNo(yes: bool)

    Column {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; verticalCenterOffset: -Theme.px(30) }
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

        width: parent.width
        stable: page.stable
        tentative: page.tentative
        answered: page.answered
    }

    WaitingDots {
        x: Theme.px(26)
        y: page.below + Theme.px(20)
        visible: page.thinking && !page.answered && !page.problem
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
        // What went wrong is also said aloud: once on the screen is enough.
        visible: text && text !== page.problem
        maximumHeight: Math.max(Theme.px(60), page.height - y - (cardsRow.visible ? page.cardsLeast + Theme.px(24) : 0))
    }

    CardsRow {
        id: cardsRow

        y: answer.visible ? answer.y + answer.height + Theme.px(24) : answer.y
        width: parent.width + page.bleed
        space: parent.width
        height: page.height - y
        rightMargin: page.bleed
        visible: count > 0 && page.height >= page.cardsLeast
        model: page.cards
        texts: page.texts
        confirming: page.confirming
        portrait: page.portrait
        onAnswered: yes => page.answeredYesNo(yes)
    }
}
