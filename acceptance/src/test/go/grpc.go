package main

import (
	"context"
	"encoding/json"
	"os"
	"strings"

	"golang.org/x/oauth2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

// readContract reads a FileDescriptorSet: what a generated client would have compiled in.
func readContract(path string) (*protoregistry.Files, error) {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	set := &descriptorpb.FileDescriptorSet{}
	if err := proto.Unmarshal(bytes, set); err != nil {
		return nil, err
	}
	return protodesc.NewFiles(set)
}

// caller makes calls of the contract, written and read as JSON, on one connection.
type caller struct {
	connection *grpc.ClientConn
	contract   *protoregistry.Files
	types      *dynamicpb.Types
	headers    []string
}

// dial connects in clear text; with a token source, each call carries its token.
func dial(target string, contract *protoregistry.Files, tokens oauth2.TokenSource) (*caller, error) {
	options := []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials())}
	if tokens != nil {
		options = append(options, grpc.WithUnaryInterceptor(authorize(tokens)))
	}
	connection, err := grpc.NewClient(target, options...)
	return &caller{connection, contract, dynamicpb.NewTypes(contract), nil}, err
}

// in is the same caller, for another organization.
func (c *caller) in(organization string) *caller {
	return &caller{c.connection, c.contract, c.types, []string{"x-zitadel-orgid", organization}}
}

func authorize(tokens oauth2.TokenSource) grpc.UnaryClientInterceptor {
	return func(ctx context.Context, method string, request, reply any, connection *grpc.ClientConn, next grpc.UnaryInvoker, options ...grpc.CallOption) error {
		token, err := tokens.Token()
		if err != nil {
			return err
		}
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", token.Type()+" "+token.AccessToken)
		return next(ctx, method, request, reply, connection, options...)
	}
}

// call makes one call and returns its answer, or code, message and details of the error.
func (c *caller) call(ctx context.Context, method string, request object) object {
	descriptor := must(c.contract.FindDescriptorByName(protoreflect.FullName(strings.ReplaceAll(method, "/", ".")))).(protoreflect.MethodDescriptor)
	input := dynamicpb.NewMessage(descriptor.Input())
	must(0, protojson.Unmarshal(must(json.Marshal(request)), input))
	output := dynamicpb.NewMessage(descriptor.Output())
	ctx = metadata.AppendToOutgoingContext(ctx, c.headers...)
	if err := c.connection.Invoke(ctx, "/"+method, input, output); err != nil {
		return c.failure(status.Convert(err))
	}
	return c.shown(output)
}

func (c *caller) failure(failed *status.Status) object {
	details := []any{}
	for _, detail := range failed.Proto().GetDetails() {
		details = append(details, c.shown(detail))
	}
	return object{"code": failed.Code().String(), "message": failed.Message(), "details": details}
}

func (c *caller) shown(message proto.Message) object {
	bytes := must(protojson.MarshalOptions{Resolver: c.types}.Marshal(message))
	result := object{}
	must(0, json.Unmarshal(bytes, &result))
	return result
}
