using static Taler.Paywall.Testing.Corpus.Spelling;

namespace Taler.Paywall.Testing.Corpus;

/// <summary>Letters written as their bytes, once, twice, and wrongly.</summary>
internal static class EscapeEdits
{
    private static readonly (string Name, int Letter)[] Places = [("the first letter", 0), ("the second letter", 1), ("the third letter", 2), ("the last letter", -1), ("the last letter but one", -2)];

    public static IEnumerable<PathEdit> All =>
    [
        .. Places.Select(place => new PathEdit($"{place.Name} encoded", path => ReplaceLetter(path, place.Letter, Escaped), NamesTarget: true)),
        .. Places.Select(place => new PathEdit($"{place.Name} encoded in lower case", path => ReplaceLetter(path, place.Letter, EscapedLower), NamesTarget: true)),
        .. Places.Select(place => new PathEdit($"{place.Name} encoded in the other letter case", path => ReplaceLetter(path, place.Letter, letter => Escaped(Swapped(letter))), NamesTarget: true)),
        .. Places.Select(place => new PathEdit($"{place.Name} encoded twice", path => ReplaceLetter(path, place.Letter, letter => "%25" + Escaped(letter)[1..]))),
        .. Places.Select(place => new PathEdit($"{place.Name} encoded three times", path => ReplaceLetter(path, place.Letter, letter => "%2525" + Escaped(letter)[1..]))),
        .. Places.Select(place => new PathEdit($"{place.Name} in the notation of old IIS", path => ReplaceLetter(path, place.Letter, letter => $"%u{(int)letter[0]:x4}"))),
        .. Places.Select(place => new PathEdit($"{place.Name} overlong", path => ReplaceLetter(path, place.Letter, Overlong))),
        new("every letter encoded", path => EachLetter(path, Escaped), NamesTarget: true),
        new("every letter encoded in lower case", path => EachLetter(path, EscapedLower), NamesTarget: true),
        new("every letter encoded twice", path => EachLetter(path, letter => "%25" + Escaped(letter)[1..])),
        new("a percent sign at the end", path => path + "%"),
        new("half an escape at the end", path => path + "%4"),
        new("an escape that is none at the end", path => path + "%zz"),
        new("a percent sign in front", path => "/%" + path[1..]),
        new("an encoded percent sign at the end", path => path + "%25"),
        new("a byte that is no UTF-8", path => path + "%FF"),
        new("half a character of UTF-8", path => path + "%C3"),
        new("a lone surrogate", path => path + "%ED%A0%80"),
        new("a raw byte that is no UTF-8", path => path + "\u00ff"),
    ];

    private static string Swapped(string letter) => char.IsAsciiLetterLower(letter[0]) ? letter.ToUpperInvariant() : letter.ToLowerInvariant();

    private static string Overlong(string letter) => $"%{0xC0 | (letter[0] >> 6):X2}%{0x80 | (letter[0] & 0x3F):X2}";
}
