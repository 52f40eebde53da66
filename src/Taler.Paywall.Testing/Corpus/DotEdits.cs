using static Taler.Paywall.Testing.Corpus.Spelling;

namespace Taler.Paywall.Testing.Corpus;

/// <summary>Segments that lead nowhere: here, up and down again, in all their spellings.</summary>
internal static class DotEdits
{
    /// <summary>What stands in place of a slash. The first ones every server resolves before anybody looks.</summary>
    private static readonly (string Name, string Text, bool NamesTarget)[] Detours =
    [
        ("a dot segment", "/./", true),
        ("an encoded dot segment", "/%2e/", true),
        ("an encoded dot segment in upper case", "/%2E/", true),
        ("down and up", "/x/../", true),
        ("down and up, encoded", "/x/%2e%2e/", true),
        ("down and up, encoded in upper case", "/x/%2E%2E/", true),
        ("down and up, half encoded", "/x/.%2e/", true),
        ("down and up, the other half", "/x/%2E./", true),
        ("down twice and up twice", "/x/y/../../", true),
        ("down and up with an encoded slash", "/x/..%2f", false),
        ("down and up with an encoded slash in front", "/x%2f../", false),
        ("down and up with backslashes", "/x\\..\\", false),
        ("down and up with an encoded backslash", "/x/..%5c", false),
        ("down and up with parameters", "/x/..;/", false),
        ("down and up with more parameters", "/x/..;a=b/", false),
        ("parameters of nothing", "/;/", false),
        ("a dot with parameters", "/.;/", false),
        ("down and up, encoded twice", "/x/%252e%252e/", false),
        ("down and up with a NUL", "/x/..%00/", false),
        ("down and up with a space", "/x/..%20/", false),
        ("down and up with overlong dots", "/x/%C0%AE%C0%AE/", false),
        ("down and up with full-width dots", "/x/" + Escaped("\uff0e\uff0e") + "/", false),
        ("three dots", "/.../", false),
        ("a dot and a space", "/.%20/", false),
    ];

    public static IEnumerable<PathEdit> All =>
    [
        .. Detours.Select(detour => new PathEdit($"{detour.Name} in front", path => ReplaceNth(path, '/', 0, detour.Text), detour.NamesTarget)),
        .. Detours.Select(detour => new PathEdit($"{detour.Name} within", path => ReplaceNth(path, '/', 1, detour.Text), detour.NamesTarget)),
        new("above the root", path => "/.." + path),
        new("above the root, encoded", path => "/%2e%2e" + path),
        new("above the root, far", path => "/../../../.." + path),
        new("up from the page and back", path => path + "/.." + path[Math.Max(path.LastIndexOf('/'), 0)..]),
        new("a dot segment at the end", path => path + "/."),
        new("an encoded dot segment at the end", path => path + "/%2e"),
        new("down and up at the end", path => path + "/x/.."),
        new("down and up at the end, encoded", path => path + "/x/%2e%2e"),
        new("down and up at the end with parameters", path => path + "/x/..;/"),
        new("down and up at the end with an encoded slash", path => path + "%2fx%2f.."),
    ];
}
