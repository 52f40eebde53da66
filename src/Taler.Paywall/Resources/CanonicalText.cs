using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Resources;

/// <summary>The one spelling that a value or a literal has in names and fulfillment URLs.</summary>
/// <remarks>
/// Values are percent-encoded in names as well as in URLs. Without that, a visitor could choose a value that makes one
/// resource's name read like another's: <c>a%2Fb</c> under <c>/essays/{slug}</c> like <c>a/b</c> under <c>/essays/{author}/{slug}</c>.
/// The encoding loses nothing: different values never look alike.
/// </remarks>
internal static class CanonicalText
{
    /// <summary>What stays as it is in a value. A separator of a name template made of anything else never occurs in an encoded value.</summary>
    public const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> PlainValue = SearchValues.Create(Unreserved);
    private static readonly SearchValues<char> PlainValues = SearchValues.Create(Unreserved + "/");

    /// <summary>Encodes a value; <paramref name="keepSlashes"/> is for a catch-all, whose slashes separate segments.</summary>
    /// <exception cref="FormatException">The value holds half a surrogate pair, or is a dot segment: no URL can carry it.</exception>
    public static string Encode(string value, bool keepSlashes)
    {
        if (HasDotSegment(value, keepSlashes))
            throw new FormatException("A dot segment is no value of a path.");
        if (!value.AsSpan().ContainsAnyExcept(keepSlashes ? PlainValues : PlainValue))
            return value;
        if (HasLoneSurrogate(value))
            throw new FormatException("A value holds half a character.");
        var encoded = Uri.EscapeDataString(value);
        // A percent sign of the value itself is %25 by now, so each %2F stands for a slash.
        return keepSlashes ? encoded.Replace("%2F", "/", StringComparison.Ordinal) : encoded;
    }

    /// <summary>Encodes literal text of a path and leaves all that a path may carry as it is.</summary>
    public static string EncodeLiteral(string text) => new PathString("/" + text.Replace("%", "%25", StringComparison.Ordinal)).ToUriComponent()[1..];

    /// <summary>The value for people: line breaks and other control characters become spaces.</summary>
    public static string ForPeople(string value)
    {
        foreach (var c in value)
        {
            if (char.IsControl(c))
                return string.Create(value.Length, value, (span, source) =>
                {
                    for (var i = 0; i < span.Length; i++)
                        span[i] = char.IsControl(source[i]) ? ' ' : source[i];
                });
        }
        return value;
    }

    private static bool HasDotSegment(string value, bool keepSlashes)
    {
        if (!keepSlashes || !value.Contains('.', StringComparison.Ordinal))
            return value is "." or "..";
        foreach (var range in value.AsSpan().Split('/'))
        {
            if (value.AsSpan(range) is "." or "..")
                return true;
        }
        return false;
    }

    private static bool HasLoneSurrogate(string value)
    {
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
                return true;
            rest = rest[length..];
        }
        return false;
    }
}
