using System.Text;
using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Running;

/// <summary>A request as a person can read it and write it again.</summary>
internal static class RequestText
{
    private const int Longest = 300;

    public static string Of(AuditCase request)
    {
        var text = new StringBuilder($"{request.Method} {request.RequestTarget}");
        if (request.Wires is Wires.Http1)
            text.Append(' ').Append(request.Version);
        if (request.Protocol is not null)
            text.Append(" :protocol ").Append(request.Protocol);
        if (request.Host != AuditCase.Own)
            text.Append(" [host: ").Append(request.Host ?? "none").Append(']');
        foreach (var (name, value) in request.Headers)
            text.Append(" [").Append(name).Append(": ").Append(value).Append(']');
        return Escaped(text.ToString());
    }

    private static string Escaped(string text)
    {
        var escaped = string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\x{(int)c:X2}"));
        return escaped.Length <= Longest ? escaped : $"{escaped[..Longest]}... ({escaped.Length} characters)";
    }
}
