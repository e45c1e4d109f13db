import QtQuick

// Words in the font of their script. Font and text change in this order, since Qt complains of every text that it
// lays out in a font without its script.
Text {
    property string words

    color: Theme.ink
    // The Bengali font sets its letters higher in the line than the other one: this brings both to the same height.
    topPadding: Theme.bengali(words) ? font.pixelSize * 0.13 : 0
    font.pixelSize: Theme.body
    textFormat: Text.PlainText
    onWordsChanged: {
        text = "";
        font.family = Theme.family(words);
        text = words;
    }
}
