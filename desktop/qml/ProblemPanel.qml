import QtQuick

// Something did not work, in friendly words.
Rectangle {
    id: panel

    required property string words

    implicitHeight: Math.max(sign.height, message.implicitHeight) + Theme.px(48)
    radius: Theme.radius
    color: Theme.badPale

    Image {
        id: sign

        anchors { left: parent.left; leftMargin: Theme.px(28); verticalCenter: parent.verticalCenter }
        width: Theme.px(64)
        height: width
        sourceSize: Qt.size(width, width)
        source: "icons/sorry.svg"
    }

    KioskText {
        id: message

        objectName: "problem"
        anchors {
            left: sign.right
            right: parent.right
            leftMargin: Theme.px(24)
            rightMargin: Theme.px(28)
            verticalCenter: parent.verticalCenter
        }
        words: panel.words
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
        wrapMode: Text.Wrap
    }
}
