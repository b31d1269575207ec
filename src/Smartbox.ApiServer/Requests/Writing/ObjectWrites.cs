using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Merging;
using Smartbox.ApiServer.Requests.Bodies;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Writing;

/// <summary>Creates, updates and patches as clients ask for them.</summary>
internal sealed class ObjectWrites(IObjectStore store, ObjectCreation creation, ObjectUpdate update, TimeProvider clock)
{
    public async Task<StoredObject> CreateAsync(ApiRequest request)
    {
        var type = request.Type;
        var options = WriteOptions.Read(request.Http.Request, "CreateOptions");
        var body = await BodyReader.ReadObjectAsync(request.Http.Request, type.Kind, request.Aborted);
        var value = ObjectDecoding.Decode(type, body, options.FieldValidation, request.Warnings);
        if (type.IsNamespaced && value.Meta().Text("namespace") is { } ns && ns != request.Namespace)
        {
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        return await creation.CreateAsync(type, request.Namespace, value, options, request.Warnings, isApplied: false, request.Aborted);
    }

    public async Task<StoredObject> ReplaceAsync(ApiRequest request)
    {
        var type = request.Type;
        var options = WriteOptions.Read(request.Http.Request, "UpdateOptions");
        var body = await BodyReader.ReadObjectAsync(request.Http.Request, type.Kind, request.Aborted);
        var value = ObjectDecoding.Decode(type, body, options.FieldValidation, request.Warnings);
        return await update.UpdateAsync(
            TargetOf(request), _ => value.DeepClone().AsObject(), options, ChangeKind.Replacement, request.Aborted);
    }

    public async Task<(StoredObject Stored, bool IsNew)> PatchAsync(ApiRequest request)
    {
        var patchType = PatchBody.TypeOf(request.Http.Request, request.Type);
        var isApply = patchType == PatchType.Apply;
        var options = WriteOptions.Read(request.Http.Request, "PatchOptions", isApply);
        var patch = await PatchBody.ReadAsync(request.Http.Request, patchType, request.Aborted);
        if (isApply)
        {
            return await ApplyAsync(request, patch, options);
        }

        var isFirst = true;
        var stored = await update.UpdateAsync(
            TargetOf(request),
            current =>
            {
                var value = patch.Apply(current, request.Type);
                CompletePatched(request, value, patch.Duplicates, options, isFirst);
                isFirst = false;
                return value;
            },
            options, ChangeKind.Patch, request.Aborted);
        return (stored, false);
    }

    private async Task<(StoredObject Stored, bool IsNew)> ApplyAsync(ApiRequest request, PatchBody patch, WriteOptions options)
    {
        var (type, target, applied) = (request.Type, TargetOf(request), patch.Configuration);
        ObjectDecoding.CheckKind(type, applied);
        if (applied.Meta()["managedFields"] is JsonArray { Count: > 0 })
        {
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        }

        ObjectUpdate.CheckPlace(target, applied.Meta());
        Isolation.Restrict(target, applied);

        // What was applied stays as it was sent: kubectl's annotation and the errors repeat it.
        var writer = new FieldWriter(options.Manager, type.ApiVersion, target.Subresource, clock.GetUtcNow(), type.HasStatus);
        while (true)
        {
            if (store.Get(target.Key) is null && target.Subresource is null)
            {
                if (await TryCreateAppliedAsync(request, applied, patch.Duplicates, writer, options) is { } created)
                {
                    return (created, true);
                }
            }

            try
            {
                var isFirst = true;
                var stored = await update.UpdateAsync(
                    target,
                    current =>
                    {
                        var value = ManagedFields.Apply(current, applied.DeepClone().AsObject(), type.Schema, writer, options.Force);
                        CompletePatched(request, value, patch.Duplicates, options, isFirst);
                        isFirst = false;
                        return value;
                    },
                    options, ChangeKind.Application, request.Aborted);
                return (stored, false);
            }
            catch (ApiException e) when (e.Code == 404 && target.Subresource is null && store.Get(target.Key) is null)
            {
                // It went in between: then it is made anew.
            }
        }
    }

    // Null when somebody else was quicker.
    private async Task<StoredObject?> TryCreateAppliedAsync(
        ApiRequest request, JsonObject applied, IReadOnlyList<string> duplicates, FieldWriter writer, WriteOptions options)
    {
        if (applied.Uid() is { } uid)
        {
            throw ApiErrors.Conflict(
                request.Type.Group, request.Type.Resource, request.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        var value = ManagedFields.Apply(null, applied.DeepClone().AsObject(), request.Type.Schema, writer, options.Force);
        value.Meta()["name"] ??= request.Name;
        value.Meta().Remove("resourceVersion");
        CompletePatched(request, value, duplicates, options, reports: true);
        try
        {
            return await creation.CreateAsync(request.Type, request.Namespace, value, options, request.Warnings, isApplied: true, request.Aborted);
        }
        catch (ApiException e) when (e.Reason == "AlreadyExists" && !options.IsDryRun)
        {
            return null;
        }
    }

    private static void CompletePatched(ApiRequest request, JsonObject value, IReadOnlyList<string> duplicates, WriteOptions options, bool reports)
    {
        ObjectDecoding.CheckKind(request.Type, value);
        IReadOnlyList<string> unknown = ObjectDecoding.Complete(request.Type, value);
        var findings = FieldChecks.Describe(new ParsedBody(value, duplicates), unknown);
        if (!reports)
        {
            return;
        }

        if (findings.Count > 0 && options.FieldValidation == FieldValidation.Strict)
        {
            // The real server repeats the whole object here; the field is what helps.
            throw ApiErrors.Invalid("", "", "", new FieldError("patch", "FieldValueInvalid", $"Invalid value: \"\": strict decoding error: {string.Join(", ", findings)}"));
        }

        FieldChecks.Report(request.Type, findings, options.FieldValidation, request.Warnings);
    }

    private static ObjectTarget TargetOf(ApiRequest request) => new(request.Type, request.Namespace, request.Name, request.Path.Subresource);
}
