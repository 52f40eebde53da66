using static Taler.Paywall.Testing.Corpus.Spelling;

namespace Taler.Paywall.Testing.Corpus;

/// <summary>Slashes that are doubled, encoded, leaned back, or taken from other alphabets.</summary>
internal static class SlashEdits
{
    private const int Deepest = 4;

    private static readonly (string Name, string Text)[] Others =
    [
        ("an encoded slash", "%2F"),
        ("an encoded slash in lower case", "%2f"),
        ("an encoded backslash", "%5C"),
        ("an encoded backslash in lower case", "%5c"),
        ("a backslash", "\\"),
        ("a doubled slash", "//"),
        ("a tripled slash", "///"),
        ("slash and backslash", "/\\"),
        ("backslash and slash", "\\/"),
        ("slash and encoded slash", "/%2F"),
        ("a slash encoded twice", "%252F"),
        ("a slash encoded three times", "%25252F"),
        ("a backslash encoded twice", "%255C"),
    ];

    /// <summary>These are tried in one place only: the last slash.</summary>
    private static readonly (string Name, string Text)[] Foreign =
    [
        ("an overlong slash of two bytes", "%C0%AF"),
        ("an overlong slash of three bytes", "%E0%80%AF"),
        ("an overlong slash of four bytes", "%F0%80%80%AF"),
        ("an overlong backslash", "%C1%9C"),
        ("raw bytes of an overlong slash", "\u00c0\u00af"),
        ("a full-width slash", Escaped("\uff0f")),
        ("a raw full-width slash", Raw("\uff0f")),
        ("a full-width backslash", Escaped("\uff3c")),
        ("a fraction slash", Escaped("\u2044")),
        ("a division slash", Escaped("\u2215")),
        ("a slash in the notation of old IIS", "%u002f"),
        ("a full-width slash in the notation of old IIS", "%uff0f"),
        ("a slash of one and a half bytes", "%2%46"),
    ];

    public static IEnumerable<PathEdit> All =>
    [
        .. Others.SelectMany(other => Enumerable.Range(0, Deepest).Select(n =>
            new PathEdit($"{other.Name} for slash {n + 1}", path => ReplaceNth(path, '/', n, other.Text)))),
        .. Others.Select(other => new PathEdit($"{other.Name} for every slash", path => path.Replace("/", other.Text, StringComparison.Ordinal))),
        .. Others.Select(other => new PathEdit($"{other.Name} for every slash but the first", path => path[..1] + path[1..].Replace("/", other.Text, StringComparison.Ordinal))),
        .. Foreign.Select(other => new PathEdit($"{other.Name} for the last slash", path =>
            path.LastIndexOf('/') is > 0 and var at ? path[..at] + other.Text + path[(at + 1)..] : "/" + other.Text + path[1..])),
        new("no slash in front", path => path[1..]),
        new("ten slashes in front", path => "/////////" + path),
    ];
}
