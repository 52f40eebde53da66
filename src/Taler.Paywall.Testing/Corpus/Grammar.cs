namespace Taler.Paywall.Testing.Corpus;

/// <summary>
/// Puts the dimensions together. A request is: a method, a path of one to three edits, perhaps a query, up to two header tricks, and
/// perhaps the absolute form.
/// </summary>
internal sealed class Grammar(AuditTarget target, string cookieName, ulong seed)
{
    private static readonly string[] Methods = ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "get", "PROPFIND", "PATCH", "FOO"];

    private readonly SplitMix _numbers = new(seed);
    private readonly List<HeaderTrick> _tricks = [.. ClientHeaders.All, .. CookieHeaders.All(cookieName), .. RewriteHeaders.OnTarget];
    private readonly List<HeaderTrick> _overrides = [.. RewriteHeaders.Overrides];

    public IEnumerable<AuditCase> Sentences()
    {
        for (var number = 1; ; number++)
            yield return Sentence(number);
    }

    private AuditCase Sentence(int number)
    {
        var edits = Enumerable.Range(0, 1 + _numbers.Below(3)).Select(_ => _numbers.Pick(PathEdit.All)).ToList();
        var path = edits.Aggregate(target.Path, (text, edit) => text.Length == 0 ? "/" : edit.Apply(text));
        var (queryName, query) = _numbers.Below(3) == 0 ? _numbers.Pick(QueryStrings.All) : ("", "");
        var tricks = Enumerable.Range(0, _numbers.Below(3)).Select(_ => _numbers.Pick(_tricks)).ToList();
        var method = _numbers.Below(4) == 0 ? _numbers.Pick(Methods) : target.Method;
        if (method == "POST" && _numbers.Below(2) == 0)
            tricks.Add(_numbers.Pick(_overrides));
        var isAbsolute = _numbers.Below(8) == 0;

        var words = edits.Select(edit => edit.Name).Append(queryName).Concat(tricks.Select(trick => trick.Name));
        if (method != target.Method)
            words = words.Append(method);
        if (isAbsolute)
            words = words.Append("absolute form");
        var text = QueryStrings.Join(target, path, query);
        return new AuditCase($"generated {number}: {string.Join(" + ", words.Where(word => word.Length > 0))}", method, isAbsolute ? "http://" + AuditCase.Own + text : text)
        {
            Headers = [.. tricks.SelectMany(trick => trick.Headers)],
            Wires = tricks.Aggregate(Wires.Both, (wires, trick) => wires & trick.Wires),
            NamesTarget = edits.TrueForAll(edit => edit.NamesTarget) && tricks.TrueForAll(trick => trick.NamesTarget) && method is "GET" or "get",
        };
    }
}
