namespace Taler.Paywall.Testing.Corpus;

/// <summary>The second names that Windows gives files and folders with long ones.</summary>
internal static class ShortNameEdits
{
    private const int Start = 6;
    private const int HashedStart = 2;
    private const int Extension = 3;

    public static IEnumerable<PathEdit> All =>
    [
        new("the short name of the last segment", path => Last(path, name => Short(name, Start, "~1"))),
        new("the second short name of the last segment", path => Last(path, name => Short(name, Start, "~2"))),
        new("the short name of the last segment, with a hash", path => Last(path, name => Short(name, HashedStart, "4F2A~1"))),
        new("the short name of every segment", path => string.Join('/', path.Split('/').Select(name => Short(name, Start, "~1")))),
        new("the short name of every segment, with an encoded tilde", path => string.Join('/', path.Split('/').Select(name => Short(name, Start, "%7E1")))),
    ];

    private static string Last(string path, Func<string, string> edit)
    {
        var start = path.LastIndexOf('/') + 1;
        return path[..start] + edit(path[start..]);
    }

    /// <summary>Names with escapes stay: how Windows writes other letters, only it knows.</summary>
    private static string Short(string name, int length, string number)
    {
        if (name.Length == 0 || name.Contains('%', StringComparison.Ordinal))
            return name;
        var dot = name.LastIndexOf('.');
        var start = (dot < 0 ? name : name[..dot]).Replace(".", "", StringComparison.Ordinal);
        var end = dot < 0 ? "" : name.Substring(dot, Math.Min(Extension + 1, name.Length - dot));
        return (start[..Math.Min(length, start.Length)] + number + end).ToUpperInvariant();
    }
}
