using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Verdict;

/// <summary>Tells from a request and its answer whether something got past the paywall, or was held that is free.</summary>
internal static class Judge
{
    /// <summary>Two answers that are alike in these tell the same of what is there.</summary>
    private static readonly string[] Telling = ["content-length", "content-range", "content-type", "etag", "last-modified", "location"];

    /// <summary>Whether a paywall stopped the request: 402, or sent the visitor elsewhere to pay.</summary>
    public static bool IsGate(Answer answer) => answer.Status == 402 || (IsRedirect(answer) && answer["location"] is not null);

    /// <summary>What is wrong with an answer for a sold target; null: nothing.</summary>
    public static Suspicion? OfSold(AuditCase request, Answer answer, Evidence evidence)
    {
        if (evidence.FindIn(answer) is { } where)
            return Suspicion.Certain(where);
        if (request.IsPlain && !IsGate(answer))
            return Suspicion.Certain(answer.Status switch
            {
                0 => "the plain request got no answer, so nothing shows that there is a paywall",
                503 => "the plain request must be answered by the paywall; 503 says that the merchant backend is in trouble, or the application",
                _ => "the plain request must be answered by the paywall, with 402 or a redirect to the payment page",
            });
        if (answer.Status == 101)
            return Suspicion.Certain("the connection was upgraded");
        return Tells(request, answer, evidence) is { } what ? new Suspicion(what, IsCertain: false) : null;
    }

    /// <summary>What is wrong with an answer for a free target; null: nothing. A strange spelling may be refused with 400.</summary>
    public static string? OfFree(AuditCase request, Answer answer, HashSet<string> paymentOrigins)
    {
        if (!request.NamesTarget)
            return null;
        if (answer.Status == 402)
            return "a free page is gated";
        return IsRedirect(answer) && OriginOf(answer) is { } origin && paymentOrigins.Contains(origin) ? "a free page is gated: it sends the visitor to a payment page" : null;
    }

    /// <summary>Whether the answer to the same request for something that does not exist is the same, so that this one tells nothing.</summary>
    public static bool IsSame(Answer answer, Answer twin) =>
        answer.Status == twin.Status
        && answer.Body == twin.Body
        && Array.TrueForAll(Telling, name => answer[name] == twin[name]);

    /// <summary>The origin that a redirect leads to; null: the same one.</summary>
    public static string? OriginOf(Answer answer) =>
        Uri.TryCreate(answer["location"], UriKind.Absolute, out var location) && !location.IsFile ? location.GetLeftPart(UriPartial.Authority) : null;

    private static string? Tells(AuditCase request, Answer answer, Evidence evidence)
    {
        const string Otherwise = ", and a path that does not exist is answered otherwise";
        var isHead = request.Method.Equals("HEAD", StringComparison.OrdinalIgnoreCase);
        return answer switch
        {
            { Status: 206 } => "a part was served" + Otherwise,
            { Status: 304 } => "the server tells that the content has not changed" + Otherwise,
            { IsSuccess: true } when request.Protocol is not null => "the extended CONNECT was accepted" + Otherwise,
            { IsSuccess: true } when isHead && (evidence.PaidLength is null || evidence.PaidLength == answer.ContentLength) => "a HEAD was answered as if the content were free" + Otherwise,
            { IsSuccess: true } when !evidence.Exists => "it was served" + Otherwise,
            _ => null,
        };
    }

    private static bool IsRedirect(Answer answer) => answer.Status is 301 or 302 or 303 or 307 or 308;
}

/// <summary>A sign that something got past the paywall.</summary>
/// <param name="Reason">Why, as half a sentence.</param>
/// <param name="IsCertain">Whether nothing can explain it; otherwise the answer for something that does not exist may.</param>
internal sealed record Suspicion(string Reason, bool IsCertain)
{
    public static Suspicion Certain(string reason) => new(reason, IsCertain: true);
}
