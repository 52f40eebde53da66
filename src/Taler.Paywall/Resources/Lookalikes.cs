namespace Taler.Paywall.Resources;

/// <summary>
/// The paths in the spelling of patterns that a file system may take a path for: with letters that it holds for the same, and with long names for
/// the short ones of Windows.
/// </summary>
internal sealed class Lookalikes
{
    private const int Most = 200;

    private readonly string _path;
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    private Lookalikes(string path) => _path = path;

    /// <summary>All of them, without the path itself.</summary>
    /// <exception cref="FormatException">There are too many, or one may fit a pattern and its values cannot be known.</exception>
    public static IReadOnlyCollection<string> Of(string path, TrieNode root)
    {
        var lookalikes = new Lookalikes(path);
        lookalikes.Walk(root, before: path[..Math.Min(1, path.Length)]);
        return lookalikes._found;
    }

    /// <param name="node">Where the path has led so far.</param>
    /// <param name="before">The path up to there, respelt.</param>
    /// <param name="start">Where the rest of the path begins.</param>
    private void Walk(TrieNode node, string before, int start = 1)
    {
        if (!_path.StartsWith(before, StringComparison.Ordinal))
            Add(string.Concat(before, _path.AsSpan(Math.Min(start, _path.Length))));
        if (start >= _path.Length || _path[start] is '/')
            return;
        var slash = _path.IndexOf('/', start);
        var segment = slash < 0 ? _path[start..] : _path[start..slash];
        var (next, end) = (start + segment.Length + 1, slash < 0 ? "" : "/");

        var folded = LetterFolding.Fold(segment);
        if (node.MayHide(segment, folded, isLast: next >= _path.Length))
            throw new FormatException("A file system may open a file by this name whose own name nobody can tell.");
        foreach (var child in node.ValuesFor(segment))
            Walk(child, before + segment + end, next);
        foreach (var (literal, child) in node.LiteralsLike(folded))
            Walk(child, before + literal + end, next);
    }

    private void Add(string path)
    {
        if (_found.Add(path) && _found.Count > Most)
            throw new FormatException("A path with so many readings is refused.");
    }
}
