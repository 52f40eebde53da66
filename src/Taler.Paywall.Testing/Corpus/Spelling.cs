using System.Text;

namespace Taler.Paywall.Testing.Corpus;

/// <summary>Ways to write a text in a request.</summary>
internal static class Spelling
{
    /// <summary>The bytes of the text in UTF-8, each as one character.</summary>
    public static string Raw(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes of the text in UTF-8, each percent-encoded.</summary>
    public static string Escaped(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"%{b:X2}"));

    public static string EscapedLower(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"%{b:x2}"));

    /// <summary>The path with something else in place of one occurrence of a character; the path itself if there are fewer.</summary>
    public static string ReplaceNth(string path, char what, int n, string by)
    {
        var at = -1;
        for (var i = 0; i <= n; i++)
        {
            at = path.IndexOf(what, at + 1);
            if (at < 0)
                return path;
        }
        return string.Concat(path.AsSpan(0, at), by, path.AsSpan(at + 1));
    }

    /// <summary>The path with something else in place of its n-th letter, counted from the end if negative.</summary>
    public static string ReplaceLetter(string path, int n, Func<string, string> by)
    {
        var letters = Enumerable.Range(0, path.Length).Where(i => char.IsAsciiLetter(path[i]) && !IsHex(path, i)).ToList();
        var index = n < 0 ? letters.Count + n : n;
        if (index < 0 || index >= letters.Count)
            return path;
        var at = letters[index];
        return path[..at] + by(path[at].ToString()) + path[(at + 1)..];
    }

    /// <summary>The path with every letter written otherwise.</summary>
    public static string EachLetter(string path, Func<string, string> by) =>
        string.Concat(path.Select((c, i) => char.IsAsciiLetter(c) && !IsHex(path, i) ? by(c.ToString()) : c.ToString()));

    private static bool IsHex(string path, int at) => (at > 0 && path[at - 1] == '%') || (at > 1 && path[at - 2] == '%');
}
