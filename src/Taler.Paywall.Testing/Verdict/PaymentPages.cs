using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Verdict;

/// <summary>Where people are sent to pay, as programs are told. A redirect to anywhere else is no sign of a paywall.</summary>
internal sealed class PaymentPages
{
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>Pages of orders stand beside each other, so one of them tells where all are.</summary>
    public void Add(string orderStatusUrl)
    {
        if (FolderOf(orderStatusUrl) is { } folder)
            _folders.Add(folder);
    }

    /// <summary>Whether an answer sends the visitor to one.</summary>
    public bool IsRedirect(Answer answer) =>
        answer.Status is 301 or 302 or 303 or 307 or 308 && FolderOf(answer["location"]) is { } folder && _folders.Contains(folder);

    private static string? FolderOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" ? new Uri(page, ".").AbsoluteUri : null;
}
