using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Verdict;

/// <summary>Tells from a request and its answer whether something got past the paywall, or was held that is free.</summary>
internal static class Judge
{
    /// <summary>Two answers that are alike in these tell the same of what is there.</summary>
    private static readonly string[] Telling = ["content-length", "content-range", "content-type", "etag", "last-modified", "location"];

    /// <summary>Whether a paywall stopped the request: with 402, or by sending the visitor to pay.</summary>
    public static bool IsGate(Answer answer, PaymentPages pages) => answer.Status == 402 || pages.IsRedirect(answer);

    /// <summary>What is wrong with an answer for a sold target; null: nothing.</summary>
    public static Suspicion? OfSold(AuditCase request, Answer answer, Evidence evidence)
    {
        if (evidence.FindIn(answer) is { } where)
            return Suspicion.Certain(where);
        if (request.IsPlain && answer.IsSuccess)
            return Suspicion.Certain("the plain request was served, and must be answered by the paywall");
        if (answer.Status == 101)
            return Suspicion.Certain("the connection was upgraded");
        return Tells(request, answer, evidence) is { } what ? new Suspicion(what, IsCertain: false) : null;
    }

    /// <summary>Why an answer to the plain request of a program is no offer of a paywall, as half a sentence.</summary>
    public static string WhyNotOffered(Answer answer) => answer.Status switch
    {
        404 or 405 => $"it does not exist here: the plain request of a program is answered with {answer.Status}. Name an example that exists, and the method by which it is sold.",
        0 => "the plain request of a program gets no answer, so nothing shows that there is a paywall.",
        402 => "the plain request of a program must be answered 402 with an offer, in a problem or in the header Taler. This 402 has none.",
        503 or 429 => $"the plain request of a program must be answered 402 by the paywall. {answer.Status} says that the merchant backend is in trouble, the limit of orders reached, or the application busy.",
        _ => $"the plain request of a program must be answered 402 by the paywall, and not with {Told(answer)}. Something else stands before it.",
    };

    /// <summary>The status, and where the answer leads.</summary>
    public static string Told(Answer answer) => answer["location"] is { } location ? $"{answer.Status} to {location.Split('?')[0]}" : $"{answer.Status}";

    /// <summary>What is wrong with an answer for a free target; null: nothing. A strange spelling may be refused with 400.</summary>
    public static string? OfFree(AuditCase request, Answer answer, PaymentPages pages)
    {
        if (!request.NamesTarget)
            return null;
        if (answer.Status == 402)
            return "a free page is gated";
        return pages.IsRedirect(answer) ? "a free page is gated: it sends the visitor to a payment page" : null;
    }

    /// <summary>Whether the answer to the same request for something that does not exist is the same, so that this one tells nothing.</summary>
    public static bool IsSame(Answer answer, Answer twin) =>
        answer.Status == twin.Status
        && answer.Body == twin.Body
        && Array.TrueForAll(Telling, name => answer[name] == twin[name]);

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
}

/// <summary>A sign that something got past the paywall.</summary>
/// <param name="Reason">Why, as half a sentence.</param>
/// <param name="IsCertain">Whether nothing can explain it; otherwise the answer for something that does not exist may.</param>
internal sealed record Suspicion(string Reason, bool IsCertain)
{
    public static Suspicion Certain(string reason) => new(reason, IsCertain: true);
}
