import QtQuick

// Whether a product is there: in words, and in a colour for those who do not read them.
Rectangle {
    id: badge

    required property string stock
    required property string words
    property int size: Theme.small
    readonly property color tone: stock === "in" ? Theme.good : stock === "few" ? Theme.accentDeep : Theme.bad

    implicitWidth: row.implicitWidth + Theme.px(28)
    implicitHeight: Math.round(size * 1.85)
    radius: height / 2
    color: stock === "in" ? Theme.goodPale : stock === "few" ? Theme.accentPale : Theme.badPale

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.px(8)

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.round(badge.size * 0.5)
            height: width
            radius: width / 2
            color: badge.tone
        }

        KioskText {
            words: badge.words
            color: badge.tone
            font.pixelSize: badge.size
            font.weight: Font.DemiBold
        }
    }
}
