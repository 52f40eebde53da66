namespace Taler.Paywall.Testing;

/// <summary>A request that got what is sold without paying, or that was stopped although it asked for something free.</summary>
public sealed class PaywallAuditFinding
{
    internal PaywallAuditFinding(string target, string caseName, string protocol, string request, int status, string reason) =>
        (Target, Case, Protocol, Request, Status, Reason) = (target, caseName, protocol, request, status, reason);

    /// <summary>The target as it was added to the options.</summary>
    public string Target { get; }

    /// <summary>The name of the case. The same seed gives the same cases under the same names.</summary>
    public string Case { get; }

    /// <summary><c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; }

    /// <summary>Method, request target and headers, with every byte that is not printable ASCII as <c>\xNN</c>.</summary>
    public string Request { get; }

    /// <summary>The status of the answer; 0 if there was none.</summary>
    public int Status { get; }

    /// <summary>What is wrong with the answer.</summary>
    public string Reason { get; }

    /// <summary>All of it, in one line.</summary>
    public override string ToString() => $"{Target}, {Case}, {Protocol}: {Request} -> {Status}: {Reason}";
}
