"""Emoji, emoticons and chat words that are signs of feeling, in groups.

A model learns a rare emoji from the common ones of its group. The groups are this program's own.
"""

_GROUPS: dict[str, str] = {
    "joy": "😀 😃 😄 😁 😊 🙂 😺 😸 ☺ 🥳 🎉 🎊 ✨ 🌟 ⭐ 🌞 😇 🤗 😌 😋 :) :-) =) :] :d :-d =d 8) (: ^^ ^_^ c:",
    "laugh": "😂 🤣 😆 😅 😹 😝 😜 🤪 😛 xd x-d :p :-p ;p",
    "love": "❤ ♥ 💕 💖 💗 💘 💙 💚 💛 💜 🧡 🖤 💞 💓 💝 😍 🥰 😘 😻 <3 <33 <333 :* :-* xoxo",
    "praise": "👍 👏 🙌 💪 👌 🔥 💯 🏆 🤩 😎 🙏 🤝 🥇",
    "sad": "😢 😭 😞 😔 😟 🙁 ☹ 😿 💔 😥 😓 🥺 😣 😖 🥲 :( :-( =( :[ :'( ;( t_t t.t </3 ):",
    "anger": "😠 😡 🤬 👿 😤 💢 🖕 >:( >:[",
    "fear": "😨 😱 😰 😧 😦 🙀 😬",
    "disgust": "🤢 🤮 🤮 💩 👎 🤡",
    "unsure": "😕 🤔 😐 😑 🙄 😒 🤷 🤨 😶 🫤 :/ :-/ :\\ :| :-| -_- -__-",
    "tired": "😩 😫 🥱 😴 🤦 😪 🤒 🤕",
    "wow": "😮 😲 😯 🤯 😳 :o :-o =o",
    "wink": "😉 😏 ;) ;-) ;d",
}

SIGNS: dict[str, str] = {sign: group for group, signs in _GROUPS.items() for sign in signs.split()}
"""Each sign in lower case -> its group."""
