using static Taler.Paywall.Testing.Corpus.Spelling;

namespace Taler.Paywall.Testing.Corpus;

/// <summary>Letters in another case, and characters that some software takes for the same letter.</summary>
internal static class LetterEdits
{
    private static readonly (string Name, string Letter, string Other)[] Likenesses =
    [
        ("the Kelvin sign for k", "k", "\u212a"),
        ("the Kelvin sign for K", "K", "\u212a"),
        ("a long s for s", "s", "\u017f"),
        ("a long s for S", "S", "\u017f"),
        ("a dotless i for i", "i", "\u0131"),
        ("a dotted capital I for i", "i", "\u0130"),
        ("a ring above for a", "a", "\u00e5"),
        ("the ligature fi", "fi", "\ufb01"),
        ("the ligature st", "st", "\ufb06"),
        ("a sharp s for ss", "ss", "\u00df"),
        ("a Cyrillic a for a", "a", "\u0430"),
        ("a Cyrillic e for e", "e", "\u0435"),
    ];

    /// <summary>File systems that compare names without regard to these hold a name with them for the name without.</summary>
    private static readonly (string Name, string Text)[] Unseen =
    [
        ("a grapheme joiner", "\u034f"),
        ("a space without width", "\u200b"),
        ("a joiner without width", "\u200d"),
        ("a variation selector", "\ufe0f"),
    ];

    public static IEnumerable<PathEdit> All =>
    [
        new("capitals", path => EachLetter(path, letter => letter.ToUpperInvariant()), NamesTarget: true),
        new("the first letter as a capital", path => ReplaceLetter(path, 0, letter => letter.ToUpperInvariant()), NamesTarget: true),
        new("the last letter as a capital", path => ReplaceLetter(path, -1, letter => letter.ToUpperInvariant()), NamesTarget: true),
        new("capitals by turns", path => string.Concat(path.Select((c, i) => i % 2 == 0 && !path.Contains('%', StringComparison.Ordinal) ? char.ToUpperInvariant(c) : c)), NamesTarget: true),
        .. Likenesses.Select(likeness => new PathEdit(likeness.Name, path => ReplaceFirst(path, likeness.Letter, Escaped(likeness.Other)))),
        .. Likenesses.Select(likeness => new PathEdit(likeness.Name + ", raw", path => ReplaceFirst(path, likeness.Letter, Raw(likeness.Other)))),
        new("the first letter full-width", path => ReplaceLetter(path, 0, letter => Escaped(FullWidth(letter)))),
        new("the last letter full-width", path => ReplaceLetter(path, -1, letter => Escaped(FullWidth(letter)))),
        new("every letter full-width", path => EachLetter(path, letter => Escaped(FullWidth(letter)))),
        new("every letter full-width, raw", path => EachLetter(path, letter => Raw(FullWidth(letter)))),
        .. Unseen.Select(unseen => new PathEdit($"{unseen.Name} within", path => ReplaceLetter(path, 1, letter => letter + Escaped(unseen.Text)))),
        .. Unseen.Select(unseen => new PathEdit($"{unseen.Name} at the end", path => path + Escaped(unseen.Text))),
        .. Unseen.Select(unseen => new PathEdit($"{unseen.Name} within, raw", path => ReplaceLetter(path, 1, letter => letter + Raw(unseen.Text)))),
        new("an accent on the last letter", path => path + Escaped("\u0301")),
    ];

    private static string FullWidth(string letter) => ((char)(letter[0] + 0xFEE0)).ToString();

    private static string ReplaceFirst(string path, string letter, string by)
    {
        var at = path.IndexOf(letter, StringComparison.Ordinal);
        return at < 0 ? path : path[..at] + by + path[(at + letter.Length)..];
    }
}
