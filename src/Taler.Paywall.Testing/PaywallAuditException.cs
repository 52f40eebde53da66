namespace Taler.Paywall.Testing;

/// <summary>An audit found a leak or a free page that is held, or tested too little to find one. The message names everything.</summary>
public sealed class PaywallAuditException : Exception
{
    internal PaywallAuditException(PaywallAuditReport report)
        : base(Text(report)) => Report = report;

    /// <summary>All that was done and found.</summary>
    public PaywallAuditReport Report { get; }

    private static string Text(PaywallAuditReport report) => string.Join(' ', Verdicts(report)) + Environment.NewLine + report;

    private static IEnumerable<string> Verdicts(PaywallAuditReport report)
    {
        if (report.Leaks.Count > 0)
            yield return $"The paywall does not hold. Leaks: {report.Leaks.Count}.";
        if (report.Held.Select(found => found.Target).Distinct(StringComparer.Ordinal).Count() is > 0 and var held)
            yield return $"The paywall holds what is free. Free targets held: {held}.";
        if (report.Failures.Count > 0)
            yield return "The audit does not prove that the paywall is tight.";
    }
}
