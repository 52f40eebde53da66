using Taler.Paywall.Testing.Verdict;

namespace Taler.Paywall.Testing.Running;

/// <summary>Asks for something that is free, in all the ways in which it must stay free.</summary>
internal static class FreeAudit
{
    public static Task RunAsync(TargetAudit audit, HashSet<string> paymentOrigins, CancellationToken cancellationToken) => audit.SendAsync(
        request => request.NamesTarget,
        async (request, answer, wire) =>
        {
            if (request is { IsPlain: true, MayOrder: false } && answer.Status is 0 or >= 403)
                audit.Failures.Add($"{audit.Target}: the plain request is answered with {answer.Status}, so this shows nothing of free pages. Name an example that exists.");
            // Not every server takes a strange spelling for the page, and what it names then may be sold.
            return Judge.OfFree(request, answer, paymentOrigins) is { } reason && (request.IsPlain || !await audit.IsAnsweredAlikeAsync(request, answer, wire, cancellationToken))
                ? reason
                : null;
        },
        cancellationToken);
}
