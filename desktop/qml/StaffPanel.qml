pragma ComponentBehavior: Bound

import QtQuick

// The staff's side of the window: a PIN first, then who waits and what for.
Rectangle {
    id: panel

    required property var operator
    required property var texts
    property string digits: ""
    readonly property int inset: Theme.px(32)

    function press(key: string): void {
        if (key === "delete") {
            digits = digits.slice(0, -1);
        } else if (key === "done") {
            operator.enter(digits);
            digits = "";
        } else if (digits.length < 8) {
            digits += key;
        }
        idle.restart();
    }

    objectName: "staff_panel"
    visible: operator.asking || operator.open
    color: "#d92a0f28"
    onVisibleChanged: {
        digits = "";
        if (visible)
            idle.restart();
    }

    // An operator who forgets to close it leaves nothing open.
    Timer {
        id: idle

        interval: 60000
        onTriggered: panel.operator.leave()
    }

    // Nothing behind it is touched through it.
    MouseArea {
        anchors.fill: parent
    }

    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.px(panel.operator.open ? 900 : 480))
        height: Math.min(parent.height - 2 * Theme.margin, panel.operator.open ? Theme.px(640) : keys.height + head.height + 3 * panel.inset)
        radius: Theme.radius
        color: Theme.paper

        Item {
            id: head

            anchors { left: parent.left; right: parent.right; top: parent.top; margins: panel.inset }
            height: Theme.touch

            KioskText {
                anchors { left: parent.left; right: leave.left; verticalCenter: parent.verticalCenter }
                words: panel.texts.staff_title
                font.pixelSize: Theme.heading
                font.weight: Font.DemiBold
                elide: Text.ElideRight
            }

            PanelButton {
                id: leave

                objectName: "staff_leave"
                anchors.right: parent.right
                symbol: "icons/close.svg"
                onClicked: panel.operator.leave()
            }
        }

        Column {
            id: keys

            anchors { horizontalCenter: parent.horizontalCenter; top: head.bottom; topMargin: panel.inset }
            visible: panel.operator.asking
            spacing: Theme.px(10)

            Rectangle {
                width: parent.width
                height: Theme.px(64)
                radius: Theme.px(18)
                color: Theme.panelDeep

                KioskText {
                    objectName: "staff_pin"
                    anchors.centerIn: parent
                    words: {
                        if (panel.digits)
                            return "•".repeat(panel.digits.length);
                        return panel.operator.wrong > 0 ? panel.texts.staff_wrong : panel.texts.staff_pin;
                    }
                    color: Theme.cream
                    font.pixelSize: panel.digits ? Theme.px(36) : Theme.label
                }
            }

            Grid {
                columns: 3
                spacing: Theme.px(10)

                Repeater {
                    model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "delete", "0", "done"]

                    Key {
                        required property string modelData
                        readonly property bool finish: modelData === "done"
                        readonly property bool erase: modelData === "delete"

                        objectName: "pin_" + modelData
                        width: Theme.px(126)
                        height: Math.max(64, Theme.px(70))
                        text: finish || erase ? "" : modelData
                        symbol: finish ? "icons/check.svg" : erase ? "icons/backspace.svg" : ""
                        strong: finish
                        enabled: finish ? panel.digits.length >= 4 : !erase || panel.digits.length > 0
                        onClicked: panel.press(modelData)
                    }
                }
            }
        }

        KioskText {
            anchors.centerIn: parent
            objectName: "staff_nobody"
            visible: panel.operator.open && panel.operator.waiting === 0
            words: panel.texts.staff_nobody
            color: Theme.inkSoft
            font.pixelSize: Theme.body
        }

        ListView {
            anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; margins: panel.inset }
            visible: panel.operator.open
            clip: true
            spacing: Theme.gap
            model: panel.operator.tickets
            onMovementStarted: idle.restart()

            delegate: Rectangle {
                id: ticket

                required property var modelData
                required property int index

                width: ListView.view.width
                height: Math.max(Theme.touch, summary.implicitHeight) + Theme.px(32)
                radius: Theme.px(18)
                color: Theme.card
                border.width: Math.max(1, Theme.px(1.5))
                border.color: Theme.line

                Column {
                    id: number

                    anchors { left: parent.left; leftMargin: Theme.px(20); verticalCenter: parent.verticalCenter }
                    width: Theme.px(90)

                    KioskText {
                        words: ticket.modelData.id
                        font.pixelSize: Theme.body
                        font.weight: Font.DemiBold
                    }

                    KioskText {
                        words: ticket.modelData.since
                        color: Theme.inkSoft
                        font.pixelSize: Theme.label
                    }
                }

                KioskText {
                    id: summary

                    objectName: "ticket_" + ticket.modelData.id
                    anchors {
                        left: number.right
                        right: helped.left
                        rightMargin: Theme.px(20)
                        verticalCenter: parent.verticalCenter
                    }
                    words: ticket.modelData.summary
                    font.pixelSize: Theme.label
                    wrapMode: Text.Wrap
                    maximumLineCount: 4
                    elide: Text.ElideRight
                }

                Chip {
                    id: helped

                    objectName: "helped_" + ticket.index
                    anchors { right: parent.right; rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
                    text: panel.texts.staff_helped
                    chosen: true
                    dark: false
                    onClicked: {
                        idle.restart();
                        panel.operator.helped(ticket.modelData.id);
                    }
                }
            }
        }
    }
}
