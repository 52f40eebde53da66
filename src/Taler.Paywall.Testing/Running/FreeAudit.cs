using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Verdict;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Running;

/// <summary>Asks for something that is free: first plainly, then in all the ways in which it must stay free.</summary>
internal static class FreeAudit
{
    public static async Task RunAsync(TargetAudit audit, CancellationToken cancellationToken)
    {
        await audit.SendAsync(request => request.IsPlain, (request, answer, _) => Task.FromResult(JudgePlain(audit, request, answer)), cancellationToken);
        // Where the plain request is held, every other way tells the same.
        if (audit.HasFindings || audit.Failures.Count > 0)
            return;
        // Not every server takes a strange spelling for the page, and what it names then may be sold.
        await audit.SendAsync(
            request => request is { NamesTarget: true, IsPlain: false },
            async (request, answer, wire) => Judge.OfFree(request, answer, audit.PaymentPages) is { } reason && !await audit.IsAnsweredAlikeAsync(request, answer, wire, cancellationToken)
                ? reason
                : null,
            cancellationToken);
    }

    private static string? JudgePlain(TargetAudit audit, AuditCase request, Answer answer)
    {
        if (Judge.OfFree(request, answer, audit.PaymentPages) is { } reason)
            return reason;
        if (!request.MayOrder && answer.Status is 0 or >= 403)
            audit.Fail($"the plain request is answered with {answer.Status}, so this shows nothing of free pages. Name an example that exists.");
        return null;
    }
}
