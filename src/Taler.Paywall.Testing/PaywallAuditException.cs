namespace Taler.Paywall.Testing;

/// <summary>An audit found a leak, or tested too little to find one. The message names everything.</summary>
public sealed class PaywallAuditException : Exception
{
    internal PaywallAuditException(PaywallAuditReport report)
        : base(Text(report)) => Report = report;

    /// <summary>All that was done and found.</summary>
    public PaywallAuditReport Report { get; }

    private static string Text(PaywallAuditReport report) =>
        (report.Leaks.Count > 0 ? $"The paywall does not hold. Leaks: {report.Leaks.Count}." : "The audit does not prove that the paywall is tight.")
        + Environment.NewLine + report;
}
