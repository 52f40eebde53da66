using System.Globalization;
using System.Text;

namespace Taler.Paywall.Testing;

/// <summary>What an audit did and found.</summary>
public sealed class PaywallAuditReport
{
    internal PaywallAuditReport()
    {
    }

    /// <summary>What got past the paywall.</summary>
    public IReadOnlyList<PaywallAuditFinding> Leaks { get; internal init; } = [];

    /// <summary>What was stopped although it is free.</summary>
    public IReadOnlyList<PaywallAuditFinding> Held { get; internal init; } = [];

    /// <summary>Why the audit proves nothing, or not enough, as sentences.</summary>
    public IReadOnlyList<string> Failures { get; internal init; } = [];

    /// <summary>Patterns and endpoints that sell and that no target covers. Only known with a <c>WebApplicationFactory</c>.</summary>
    public IReadOnlyList<string> Uncovered { get; internal init; } = [];

    /// <summary>What else a reader should know, as sentences: a protocol that the server does not speak, a marker that nobody checked.</summary>
    public IReadOnlyList<string> Remarks { get; internal init; } = [];

    /// <summary>How many cases were sent, for each target.</summary>
    public IReadOnlyList<PaywallAuditCount> Counts { get; internal init; } = [];

    /// <summary>Where the generated cases began.</summary>
    public int Seed { get; internal init; }

    /// <summary>Whether nothing leaked, nothing free was held, and the audit was a real one.</summary>
    public bool IsTight => Leaks.Count == 0 && Held.Count == 0 && Failures.Count == 0;

    /// <summary>How many cases were sent in all.</summary>
    public int Cases => Counts.Sum(count => count.Http1 + count.Http2);

    /// <summary>A small table, with everything that was found below it.</summary>
    public override string ToString()
    {
        var width = Counts.Select(count => count.Target.Length).Append("target".Length).Max();
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"target".PadRight(width)}        HTTP/1.1   HTTP/2    gated  no answer");
        foreach (var count in Counts)
            text.AppendLine(CultureInfo.InvariantCulture, $"{count.Target.PadRight(width)}  {(count.IsSold ? "sold" : "free")}  {count.Http1,8} {count.Http2,8} {count.Gated,8} {count.Unanswered,10}");
        text.Append(CultureInfo.InvariantCulture, $"{Cases} cases, {Counts.Count} targets, leaks: {Leaks.Count}, held: {Held.Count}, seed: {Seed}");
        foreach (var line in Leaks.Select(leak => "leak: " + leak).Concat(Held.Select(held => "held: " + held)).Concat(Failures.Select(failure => "failure: " + failure)).Concat(Remarks.Select(remark => "remark: " + remark)))
            text.AppendLine().Append("  - ").Append(line);
        return text.ToString();
    }
}

/// <summary>How many cases were sent for one target.</summary>
public sealed class PaywallAuditCount
{
    internal PaywallAuditCount(string target, bool isSold) => (Target, IsSold) = (target, isSold);

    /// <summary>The target as it was added to the options.</summary>
    public string Target { get; }

    /// <summary>Whether it is sold; otherwise it is free.</summary>
    public bool IsSold { get; }

    /// <summary>Cases sent over HTTP/1.1.</summary>
    public int Http1 { get; internal init; }

    /// <summary>Cases sent over HTTP/2.</summary>
    public int Http2 { get; internal init; }

    /// <summary>Cases that were answered with 402 or a redirect to a payment page.</summary>
    public int Gated { get; internal init; }

    /// <summary>Cases for which the server closed the connection or the stream without an answer, or gave none in time.</summary>
    public int Unanswered { get; internal init; }
}
